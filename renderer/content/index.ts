/** What people wrote and who they are, as it looks in every feature; and where they write. */
export { markupText } from '../../core/shared/index.ts'
export { Composer, type ComposerHandle } from './Composer.tsx'
export { Digits } from './Digits.tsx'
export { MemberName } from './MemberName.tsx'
export { MessageBody } from './MessageBody.tsx'
export { parsed } from './parsed.ts'
export { SpaceMark } from './SpaceMark.tsx'
export { inListOrder, namingOf, spaceKinds, useSpaceNaming, type SpaceNaming } from './space-name.ts'
