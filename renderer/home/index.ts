/** Home: what is new in a community. */
export { HomePage } from './HomePage.tsx'
