import { lookAt } from './axe.ts'

lookAt('talk')
