/** Who the people here are: the directory, one's own profile, and a newcomer's first steps. */
export { AboutPage } from './AboutPage.tsx'
export { FirstSteps } from './FirstSteps.tsx'
export { PeoplePage } from './PeoplePage.tsx'
export { Portrait } from './Portrait.tsx'
