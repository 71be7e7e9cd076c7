import packageJson from '../../package.json' with { type: 'json' }

/** The version of this build, as people name it. */
export const version: string = packageJson.version
