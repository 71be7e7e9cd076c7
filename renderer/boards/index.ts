export { BoardPage } from './BoardPage.tsx'
export { TopicPage } from './TopicPage.tsx'
