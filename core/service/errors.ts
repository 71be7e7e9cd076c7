import { defineErrors } from '../shared/index.ts'

export const communityErrors = defineErrors('community', {
  unknown: 'This community is not on this device.',
  joining: 'You are not a member yet: Folkmoot is still looking for somebody who can let you in.',
  left: 'You have left this community; what is here can be read, but not written to.',
  'not-allowed': 'Only owners and moderators of this community may do this.',
  'already-member': 'You are a member of this community already.',
  damaged:
    'The data of this community cannot be opened. Nothing was changed; you can set it aside and join again by a new invite link.',
})

export const spaceErrors = defineErrors('space', {
  unknown: 'This room is not on this device (yet).',
})
