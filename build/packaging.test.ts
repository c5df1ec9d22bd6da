import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire, type FuseState } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONFIGURATION } from './electron-builder.ts';
import { FUSES, setFuses } from './fuses.ts';

const ROOT = join(import.meta.dirname, '..');

/** What electron-builder does with a configuration before anything else. */
const { validateConfiguration } = createRequire(import.meta.url)(
  'app-builder-lib/out/util/config/config.js',
) as { validateConfiguration: (configuration: object, log: { isEnabled: boolean }) => Promise<void> };
const validate = (configuration: object): Promise<void> =>
  validateConfiguration(configuration, { isEnabled: false });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'onset packaging '));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the configuration fits electron-builder’s own schema, which does refuse mistakes', async () => {
  await validate(CONFIGURATION);
  await expect(validate({ ...CONFIGURATION, asarUnpak: [] })).rejects.toThrow(/asarUnpak/);
  await expect(validate({ ...CONFIGURATION, mac: { hardenedRuntime: 'yes' } })).rejects.toThrow(
    /hardenedRuntime/,
  );
});

test('every platform is made: Windows installer and portable, both Macs, Linux', () => {
  const targets = [CONFIGURATION.win, CONFIGURATION.mac, CONFIGURATION.linux].flatMap((platform) =>
    (platform!.target as { target: string; arch: string[] }[]).flatMap(({ target, arch }) =>
      arch.map((one) => `${target} ${one}`),
    ),
  );
  expect(targets).toEqual([
    'nsis x64',
    'portable x64',
    'dmg x64',
    'dmg arm64',
    'zip x64',
    'zip arm64',
    'AppImage x64',
    'AppImage arm64',
    'deb x64',
    'deb arm64',
  ]);
});

test('sessions open with Onset, and what the engine opens by itself is outside the archive', () => {
  expect(CONFIGURATION.fileAssociations).toMatchObject([{ ext: 'onset', role: 'Editor' }]);
  expect(CONFIGURATION.asar).toBe(true);
  expect(CONFIGURATION.asarUnpack).toEqual(['out/engine/**', 'node_modules/**']);
});

test('nothing is published, nothing of a stranger’s is compiled, and only the environment knows certificates', () => {
  expect(CONFIGURATION).toMatchObject({ publish: null, npmRebuild: false, nodeGypRebuild: false });
  const text = readFileSync(join(import.meta.dirname, 'electron-builder.ts'), 'utf8');
  expect(text).not.toMatch(/cscLink|cscKeyPassword|certificateFile|certificatePassword|identity:/);
});

test('macOS says why the camera is wanted, in a hardened process that may compile and open it and nothing more', () => {
  const { mac } = CONFIGURATION;
  expect((mac!.extendInfo as Record<string, string>)['NSCameraUsageDescription']).toMatch(
    /camera.*this machine/,
  );
  expect(mac!.hardenedRuntime).toBe(true);
  const plist = readFileSync(join(ROOT, mac!.entitlements!), 'utf8');
  expect([...plist.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
    'com.apple.security.cs.allow-jit',
    'com.apple.security.device.camera',
  ]);
  expect(mac!.entitlementsInherit).toBe(mac!.entitlements);
});

test('files that the configuration names are there', () => {
  const names = [
    CONFIGURATION.win!.icon as string,
    CONFIGURATION.mac!.icon as string,
    CONFIGURATION.mac!.entitlements as string,
    CONFIGURATION.nsis!.license as string,
    ...['ico', 'icns'].map((kind) => `build/icons/session.${kind}`),
    ...(CONFIGURATION.extraFiles as string[]),
  ];
  expect(names.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
});

test('icons hold what they say, at the sizes each system wants', () => {
  const ico = readFileSync(join(ROOT, 'build/icons/onset.ico'));
  const inIco = Array.from({ length: ico.readUInt16LE(4) }, (_, i) => {
    const entry = 6 + 16 * i;
    expect(ico.readUInt32LE(entry + 12) + ico.readUInt32LE(entry + 8)).toBeLessThanOrEqual(ico.length);
    const png = ico.subarray(ico.readUInt32LE(entry + 12));
    expect(ico.readUInt8(entry)).toBe(sizeOf(png) % 256);
    return sizeOf(png);
  });
  expect(inIco).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);

  const icns = readFileSync(join(ROOT, 'build/icons/onset.icns'));
  expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  const inIcns: [string, number][] = [];
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    inIcns.push([icns.toString('latin1', at, at + 4), sizeOf(icns.subarray(at + 8))]);
  }
  expect(Object.fromEntries(inIcns)).toEqual({
    icp4: 16,
    icp5: 32,
    ic11: 32,
    icp6: 64,
    ic12: 64,
    ic07: 128,
    ic08: 256,
    ic13: 256,
    ic09: 512,
    ic14: 512,
    ic10: 1024,
  });

  for (const file of readdirSync(join(ROOT, 'build/icons/png'))) {
    expect(`${sizeOf(readFileSync(join(ROOT, 'build/icons/png', file)))}`).toBe(file.split('x')[0]);
  }
});

test('all nine fuses are set in the binary', async () => {
  const binary = writeBinary('onset', 9);
  await setFuses(packed());
  const { version, strictlyRequireAllFuses, resetAdHocDarwinSignature, ...wire } = (await getCurrentFuseWire(
    binary,
  )) as unknown as Record<string, FuseState>;
  expect([version, strictlyRequireAllFuses, resetAdHocDarwinSignature]).toEqual(['1', undefined, undefined]);
  const states = Object.entries(wire).map(([index, state]) => [FuseV1Options[Number(index)], state]);
  // In the file a fuse is the character 0 or 1.
  expect(Object.fromEntries(states)).toEqual(
    Object.fromEntries(Object.entries(FUSES).map(([name, isOn]) => [name, isOn ? 0x31 : 0x30])),
  );
});

test('a tenth fuse, which nobody has decided about, stops the build', async () => {
  writeBinary('onset', 10);
  await expect(setFuses(packed())).rejects.toThrow(/strictlyRequireAllFuses/);
});

const packed = (): Parameters<typeof setFuses>[0] =>
  ({
    appOutDir: folder,
    electronPlatformName: 'linux',
    packager: { appInfo: { productFilename: 'Onset' }, executableName: 'onset' },
  }) as unknown as Parameters<typeof setFuses>[0];

/** Of Electron's binary, the part that fuses are in: a mark, a version, how many, and one character for each. */
function writeBinary(name: string, fuses: number): string {
  const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const path = join(folder, name);
  const wire = Buffer.concat([Buffer.from(mark), Buffer.from([1, fuses]), Buffer.from('1'.repeat(fuses))]);
  writeFileSync(path, Buffer.concat([Buffer.alloc(5000, 0xcc), wire, Buffer.alloc(5000, 0xcc)]));
  return path;
}

function sizeOf(png: Buffer): number {
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(png.readUInt32BE(20));
  return png.readUInt32BE(16);
}
