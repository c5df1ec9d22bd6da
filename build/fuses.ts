/**
 * Electron's fuses: switches in its binary, set once it has been packaged and before it is signed. electron-builder
 * 26.17 knows eight of the nine, so they are set here, by @electron/fuses itself, which refuses to leave one out.
 */
import { join } from 'node:path';
import { type FuseConfig, flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import type { AfterPackContext } from 'app-builder-lib';

/** docs/electron-security.md says why. */
export const FUSES: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

export function fuseConfig(platform: string): FuseConfig {
  return {
    version: FuseVersion.V1,
    // A fuse that a later Electron adds and nobody has thought about stops the build.
    strictlyRequireAllFuses: true,
    // On Apple's processors nothing starts whose signature does not fit, not even unsigned builds.
    resetAdHocDarwinSignature: platform === 'darwin',
    [FuseV1Options.RunAsNode]: FUSES.RunAsNode,
    [FuseV1Options.EnableCookieEncryption]: FUSES.EnableCookieEncryption,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FUSES.EnableNodeOptionsEnvironmentVariable,
    [FuseV1Options.EnableNodeCliInspectArguments]: FUSES.EnableNodeCliInspectArguments,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FUSES.EnableEmbeddedAsarIntegrityValidation,
    [FuseV1Options.OnlyLoadAppFromAsar]: FUSES.OnlyLoadAppFromAsar,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FUSES.LoadBrowserProcessSpecificV8Snapshot,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: FUSES.GrantFileProtocolExtraPrivileges,
    [FuseV1Options.WasmTrapHandlers]: FUSES.WasmTrapHandlers,
  };
}

/** electron-builder's `afterPack`: all files are in place, nothing is signed yet. */
export async function setFuses({
  appOutDir,
  electronPlatformName,
  packager,
}: Pick<AfterPackContext, 'appOutDir' | 'electronPlatformName' | 'packager'>): Promise<void> {
  const name = packager.appInfo.productFilename;
  const binary =
    { darwin: `${name}.app`, win32: `${name}.exe` }[electronPlatformName] ??
    (packager as { executableName?: string }).executableName ??
    name;
  await flipFuses(join(appOutDir, binary), fuseConfig(electronPlatformName));
}
