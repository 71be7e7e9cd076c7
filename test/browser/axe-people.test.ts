import { lookAt } from './axe.ts'

lookAt('people')
