import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { SessionWriter } from '../../engine/session/index.ts';
import { makeDataFolder } from '../data-folder.ts';
import { SessionLibrary } from '../library.ts';
import { refuseWithoutConsent, withoutConsent } from './consent-of-faces.ts';

const dataDir = makeDataFolder(join(tempFolder('consent of faces'), 'data'));
const library = new SessionLibrary({
  dataDir,
  retentionDays: () => null,
  tell: () => undefined,
  log: () => undefined,
});

/** A session with these scopes agreed to, and its folder of media with a picture in it. */
function session(name: string, scopes: readonly string[]): string {
  const { session: id, path } = library.reserve(name, 'live');
  {
    using writer = SessionWriter.create(path);
    writer.addFrame(0, 0);
    scopes.forEach((scope, at) =>
      writer.addConsent({
        ...{ participant: `P${at}`, at: new Date().toISOString(), textVersion: '1', scope, expiresAt: null },
      }),
    );
    writer.finish();
  }
  library.refresh(id);
  const folder = library.mediaDir(id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'face.jpg'), 'x');
  return folder;
}

test('faces of participants are drawn over where all of them have agreed to synthesis, and nowhere else', () => {
  const agreed = session('agreed', ['Analysis and synthesis: changed pictures may be made']);
  const half = session('half', ['Analysis and synthesis', 'Analysis on this machine']);
  const nobody = session('nobody', []);
  expect(withoutConsent(agreed, dataDir, library)).toEqual([]);
  expect(withoutConsent(half, dataDir, library)).toEqual([{ session: 'half', participants: ['P1'] }]);
  expect(() => refuseWithoutConsent(half, dataDir, library)).toThrow('P1 did not agree');
  expect(() => refuseWithoutConsent(nobody, dataDir, library)).toThrow('nobody named');
  // Nor from within a folder of a session, nor all of them at once.
  const below = join(half, 'faces');
  mkdirSync(below);
  expect(() => refuseWithoutConsent(below, dataDir, library)).toThrow('half');
  expect(withoutConsent(join(dataDir, 'media'), dataDir, library)).toHaveLength(2);
  // Portraits from elsewhere are no participants.
  const elsewhere = tempFolder('portraits');
  expect(withoutConsent(elsewhere, dataDir, library)).toEqual([]);
});
