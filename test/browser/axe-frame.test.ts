import { lookAt } from './axe.ts'

lookAt('frame')
