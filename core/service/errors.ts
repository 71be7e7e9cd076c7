import { defineErrors } from '../shared/index.ts'

export const communityErrors = defineErrors('community', {
  unknown: 'This community is not on this device.',
  joining: 'You are not a member yet: Folkmoot is still looking for somebody who can let you in.',
  left: 'You have left this community; what is here can be read, but not written to.',
  removed: 'You were removed from this community; what is here can be read, but not written to.',
  pending: 'A moderator has to let you in first. Until then nothing can be written here.',
  'device-removed':
    'This device may no longer take part in this community; what is here can be read, but not written to.',
  'device-suspended':
    'This device and another one of yours revoked each other. Until your recovery key or a moderator decides, neither can write here.',
  archive: 'This is an archive: it can be read, but not written to.',
  'not-allowed': 'Only owners and moderators of this community may do this.',
  'owners-only': 'Only owners of this community may do this.',
  'out-of-reach': 'This is about somebody whose role is yours or a higher one: somebody above them has to do this.',
  'last-owner': 'You are the only owner. Make somebody else an owner first.',
  'already-member': 'You are a member of this community already.',
  damaged:
    'The data of this community cannot be opened. Nothing was changed; you can set it aside and join again by a new invite link.',
})

export const memberErrors = defineErrors('member', {
  unknown: 'This member is not known on this device (yet).',
  'no-key': 'The key of that former membership is not on this device any more, so it cannot be shown that it was you.',
})

/** `field` of the details says what of the form is meant. */
export const personErrors = defineErrors('person', {
  yourself: 'Nobody vouches for themselves.',
  'no-such-skill': 'This member does not name this skill (any more).',
  'too-many': 'There can be {most} of these at most; you have {have}.',
  language: '“{value}” is no language Folkmoot knows.',
  'time-zone': '“{value}” is no time zone Folkmoot knows.',
  birthday: 'There is no such day in any year.',
  year: 'Write a year in four digits, such as 2019.',
  years: 'This ends before it began.',
  experience: 'Say what it was, or where.',
  'not-a-picture': 'This is no picture as members show them here.',
  'no-such-picture': 'Nobody shows this picture (any more).',
})

export const decisionErrors = defineErrors('decision', {
  unknown: 'This decision is not known on this device (yet).',
  settled: 'This has been decided already.',
})

export const spaceErrors = defineErrors('space', {
  unknown: 'This room is not on this device (yet).',
  archived: 'This room was archived: it can be read, but not written to. Owners and moderators can open it again.',
  nameless: 'A conversation has no name and no topic: it is called after who is in it.',
})

export const boardErrors = defineErrors('board', {
  'no-wiki': 'Only who began this topic may edit its first post (any more).',
  'not-a-board': 'This is a room, not a board: it has no topics.',
  'unknown-topic': 'This topic is not on this device (yet).',
  'no-topic': 'In a board everything is said in a topic. Choose one, or begin a new one.',
  'not-yours': 'Only who began a topic, owners and moderators can do this.',
  closed: 'This topic is closed: it can be read, but not answered. Owners and moderators can open it again.',
  'closed-above-you': 'This topic was closed by an owner or moderator, who alone can open it again.',
  'many-tags': 'A topic can have {most} tags at most.',
  'many-categories': 'A board can have {most} categories at most.',
  twice: 'Two categories have the same name for the app. Please try again.',
  'unknown-category': 'This board has no such category (any more). Choose another one.',
  'not-in-topic': 'Only a reply in this topic can be its answer.',
  'not-a-post': 'Only replies can be moved, not what a topic begins with.',
})

export const privateErrors = defineErrors('private', {
  'not-private':
    'Everybody in this community is in this room: nobody can be added to it, removed from it, or leave it.',
  nobody: 'Choose at least one other member.',
  'not-a-member': 'Only members of this community can be in one of its private rooms or conversations.',
  'not-in-it': 'You are not in this private room any more; what is here can be read, but not written to.',
  'not-allowed': 'Only who made this private room may do this.',
  left: 'Who has left a private room cannot come back into it. Make a new one with everybody.',
  'too-many-people': 'A private room or conversation can have {most} people at most.',
  full: 'This device holds {most} private rooms and conversations of this community already. Leave one that is not needed any more.',
  /** Thrown when bytes that came as a letter are none, or are for somebody else. */
  'not-a-letter': 'What was received is no letter about a private room, or is for somebody else.',
})

export const messageErrors = defineErrors('message', {
  unknown: 'This message is not on this device (yet).',
  'not-yours': 'Only who wrote a message can change it or take it back.',
  withdrawn: 'This message was taken back and cannot be changed any more.',
  'not-an-emoji': 'That is not one emoji.',
  'many-reactions': 'You have put {most} different emoji under this message. Take one of them back first.',
  'many-pins': 'This room has {most} pinned messages. Unpin one that is not needed any more.',
  'no-thread': 'A thread cannot begin inside another thread. Reply there instead.',
})

export const filesErrors = defineErrors('files', {
  /** Thrown when what was handed over was let go of, or a message has no such file. */
  unknown: 'This file is not there any more. Choose it again.',
  unfinished: 'A file has not been taken in whole yet. Wait a moment, and send again.',
  'too-large': 'This file is larger than {most} bytes, which is the most that can be attached.',
  'too-many': 'There are {most} files waiting to be sent already. Send some of them, or take them out.',
  'too-much-text': 'The text and the descriptions of the files are too long together. Please shorten them.',
  'not-here': 'This file is not on this device yet. Get it first.',
  wrong: 'This file is not what its message says, or belongs to another message. It cannot be opened.',
})

export const madeInviteErrors = defineErrors('invite', {
  unknown: 'This invite is not known on this device (yet).',
  'above-you':
    'An invite can only give a role below your own. Let them join as a member; an owner can raise them later.',
  'too-many': 'You have {have} invites open here. Revoke one that is not needed any more.',
})

export const importingErrors = defineErrors('importing', {
  /** Thrown when the file was let go of. */
  unknown:
    'Bringing in this file has ended, or was given up because nothing was done with it for a while. Choose it again.',
  'too-many': 'Too many files are being brought in already. Wait until one of them is done.',
  /** Thrown when a board of the file is to go into a room, or a room into a board. */
  'other-kind': 'Talk of rooms goes into rooms, and topics go into boards.',
})

export const bundleErrors = defineErrors('bundle', {
  unknown: 'Bringing in this file has ended, or was given up because nothing came for a while. Open the file again.',
  'too-many': 'Two files are being brought in already. Wait until one of them is done.',
  'no-device': 'This device takes part in this community no longer, so nothing can be carried to it.',
  left: 'A community or private room this file was being read for was left meanwhile. Open the file again for the others.',
})

export const archivesErrors = defineErrors('archives', {
  unknown: 'This file was let go of, or nothing was done with it for a while. Choose it again.',
  'too-many': 'Two archives are open already. Close one of them first.',
  'too-large':
    'This file is larger than {most} bytes, which is more than a screen takes in. The command line checks larger ones.',
  kept: 'This archive is among your communities already.',
  'many-kept': 'You keep {most} archives already. Forget one that is not needed any more.',
  'not-a-member': 'You are no member of the community this archive is of (any more), so nothing can be taken into it.',
  'other-key': 'This recovery key is of another community than this archive.',
  'not-yet': 'This archive was made before that recovery key was: bring a newer one, or come back over the network.',
})

export const keeperErrors = defineErrors('keeper', {
  'owners-only': 'Only owners of this community may add or remove keepers.',
  'too-many': 'This community has as many keepers as it may. Remove one first.',
  known: 'This community has this keeper already.',
  unknown: 'This community has no such keeper.',
  none: 'This community has no keeper.',
})

export const networkErrors = defineErrors('network', {
  'address-form':
    '“{address}” is not an address others can dial. Write a name or an IP address, and a port: moot.example.org:4001',
  'address-here': '“{address}” leads back to the device that dials it, so it helps nobody.',
  'too-many-addresses': 'There can be {most} further addresses at most.',
  contradiction:
    'With your address hidden, this device cannot help others connect: they would see it. Switch one of the two off.',
})
