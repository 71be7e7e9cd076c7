/** Names as shown: everybody has one, and two that look alike are told apart. Archives show them alike. */
export { alikeNames, nameTag, shownName } from '../shared/index.ts'
