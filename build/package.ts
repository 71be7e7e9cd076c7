/**
 * What goes into an installer, and how Electron is locked down in it.
 *
 * `node build/boot.mjs build/package.ts` makes the installers of the system it runs on, into dist/. That needs the
 * network and is for release machines: it fetches Electron itself and the tools for AppImage, deb, nsis and dmg, and it
 * signs with what the usual variables of electron-builder name (CSC_LINK, CSC_KEY_PASSWORD, APPLE_API_KEY ...).
 * `npm run check` packs into a folder with the same configuration and fetches nothing. Nothing here publishes.
 */
import { build as pack, type Configuration } from 'electron-builder'
import { root, runNode } from './proc.ts'
import { isMain } from './steps.ts'

/** Electron's switches that are burnt into the binary. */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const satisfies NonNullable<Configuration['electronFuses']>

const sqlite = 'node_modules/better-sqlite3-multiple-ciphers'
const datachannel = 'node_modules/node-datachannel'

export const packaging: Configuration = {
  appId: 'org.folkmoot.app',
  productName: 'Folkmoot',
  copyright: 'The Folkmoot contributors, MIT licence',
  directories: { output: 'dist', buildResources: 'build/icons' },
  // Bundles, the icons the shell shows, and of the packages only the native ones with what they load.
  files: [
    'out/**',
    '!out/.made/**',
    '!out/**/*.map',
    'build/icons/*.{png,ico}',
    'LICENSE',
    '!node_modules/node-{linux,win,darwin}-*/**',
    '!node_modules/node-addon-api/**',
    `!${sqlite}/{deps,src}/**`,
    `!${sqlite}/prebuilds/**`,
    `${sqlite}/prebuilds/\${platform}-\${arch}.node`,
    `!${datachannel}/{src,dist/types}/**`,
    '!node_modules/**/.*',
    '!node_modules/**/*.{md,map,ts,mts,cts,gyp,gypi,txt,c,h,cc,cpp}',
    '!node_modules/**/{jest.config,rollup.config}.*',
  ],
  asar: true,
  asarUnpack: [`${sqlite}/**`, `${datachannel}/**`, 'node_modules/@node-datachannel/**', 'node_modules/detect-libc/**'],
  electronFuses: fuses,
  electronLanguages: ['en-US', 'de', 'fr', 'es', 'ar', 'fa', 'he'],
  // Both native packages bring their binaries; there is nothing to compile.
  npmRebuild: false,
  publish: null,
  protocols: [{ name: 'Folkmoot invite', schemes: ['folkmoot'], role: 'Viewer' }],
  linux: {
    target: ['AppImage', 'deb', 'tar.gz'],
    category: 'Network;InstantMessaging',
    icon: 'build/icons/linux',
    synopsis: 'Communities without a server',
    maintainer: 'The Folkmoot contributors',
  },
  win: { target: ['nsis'], icon: 'build/icons/icon.ico' },
  nsis: { oneClick: false, perMachine: false, deleteAppDataOnUninstall: false },
  mac: {
    target: ['dmg', 'zip'],
    icon: 'build/icons/icon.icns',
    category: 'public.app-category.social-networking',
    hardenedRuntime: true,
    extendInfo: {
      NSMicrophoneUsageDescription: 'To record voice messages.',
      NSCameraUsageDescription: 'To read the QR code of an invite.',
      NSLocalNetworkUsageDescription: 'To find members of your communities in the local network.',
    },
  },
}

if (isMain(import.meta)) {
  const { code } = await runNode('build/build.ts')
  if (code === 0) await pack({ projectDir: root, config: packaging, publish: 'never' })
  process.exitCode = code
}
