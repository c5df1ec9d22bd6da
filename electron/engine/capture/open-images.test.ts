import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeClip } from '../../../test/helpers/make-clip.ts';
import { readFrames } from '../../../test/helpers/read-frames.ts';
import { tempFolder } from '../../../test/helpers/temp-folder.ts';
import { openFile } from './index.ts';

const root = tempFolder('images');

/** A folder of images of testsrc2, one for each name. */
function imageFolder(name: string, files: readonly string[], widthPx = 64): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  files.forEach((file, i) => {
    const jpeg = { encoder: 'mjpeg', pixelFormat: 'yuvj420p', encoderOptions: { qmin: '1', qmax: '1' } };
    const png = { encoder: 'png', pixelFormat: 'rgb24', encoderOptions: {} };
    const kind = file.endsWith('png') ? png : jpeg;
    const lavfi = `testsrc2=size=${widthPx}x48:rate=25,trim=start_frame=${20 * i}`;
    makeClip(join(folder, file), {
      container: 'image2',
      muxerOptions: { update: '1' },
      video: [{ ...kind, widthPx, frames: 1, lavfi }],
    });
  });
  return folder;
}

describe('a folder of images', () => {
  it('is a video of the given rate, in the order of the numbers', async () => {
    const folder = imageFolder('casme', ['reg_img9.jpg', 'reg_img10.jpg', 'reg_img11.jpg']);
    writeFileSync(join(folder, 'Thumbs.db'), 'x');
    await using source = await openFile(folder, { fps: 100 });
    expect(source.info).toMatchObject({
      kind: 'images',
      widthPx: 64,
      heightPx: 48,
      fps: 100,
      frames: 3,
      durationS: 0.03,
      isVariableRate: false,
      codec: 'mjpeg',
    });
    const frames = await readFrames(source.frames());
    expect(frames.map(({ timeUs }) => timeUs)).toEqual([0, 10_000, 20_000]);
    expect(frames[0]!.image).toMatchObject({ layout: 'i420', matrix: 'bt601', range: 'full' });
    expect(frames[0]!.bytes.equals(frames[1]!.bytes)).toBe(false);
    expect(source.stats).toMatchObject({ captured: 3, delivered: 3, corrupt: 0, warnings: [] });
  });

  it('says which rate it assumes when none is given', async () => {
    await using source = await openFile(imageFolder('no rate', ['0001.png', '0002.png']));
    expect(source.stats.warnings).toEqual([expect.stringContaining('200 images a second are assumed')]);
    expect((await readFrames(source.frames())).map(({ timeUs }) => timeUs)).toEqual([0, 5000]);
  });

  it.each(['png', 'jpg'])('decodes every %s as if it were alone', async (ending) => {
    const names = [1, 2, 3].map((number) => `img${number}.${ending}`);
    const folder = imageFolder(`series of ${ending}`, names);
    await using source = await openFile(folder, { fps: 100 });
    const together = await readFrames(source.frames());
    for (const [i, name] of names.entries()) {
      cpSync(join(folder, name), join(root, `alone ${name}`, name));
      await using alone = await openFile(join(root, `alone ${name}`), { fps: 100 });
      const [frame] = await readFrames(alone.frames());
      expect(together[i]!.bytes.equals(frame!.bytes)).toBe(true);
    }
  });

  it('is turned upright where EXIF data ask for it', async () => {
    const folder = imageFolder('turned', ['img1.jpg']);
    const path = join(folder, 'img1.jpg');
    const bytes = readFileSync(path);
    // APP1 segment with one TIFF entry: tag 0x0112 (orientation), short, 6 (turn 90° clockwise).
    const entry = '4578696600004949 2a00080000000100 120103000100000006000000 00000000';
    const exif = Buffer.from(entry.replaceAll(' ', ''), 'hex');
    const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 2), head, exif, bytes.subarray(2)]));
    await using source = await openFile(folder, { fps: 100 });
    expect(source.info).toMatchObject({ rotationDeg: 90, widthPx: 48, heightPx: 64 });
  });

  it('leaves the time of missing numbers empty and says so', async () => {
    await using source = await openFile(
      imageFolder('gaps', ['006_05562.jpg', '006_05563.jpg', '006_05566.jpg']),
      {
        fps: 200,
      },
    );
    expect((await readFrames(source.frames())).map(({ timeUs }) => timeUs)).toEqual([0, 5000, 20_000]);
    expect(source.info.isVariableRate).toBe(true);
    expect(source.stats.warnings).toEqual([expect.stringContaining('Numbers are missing among 006_*.jpg')]);
  });

  it('leaves damaged images out, counts and names them', async () => {
    const folder = imageFolder('damaged', ['img1.png', 'img2.png', 'img3.png', 'img4.png']);
    truncateSync(join(folder, 'img2.png'), 60);
    writeFileSync(join(folder, 'img3.png'), 'not an image');
    await using source = await openFile(folder, { fps: 100 });
    expect((await readFrames(source.frames())).map(({ timeUs }) => timeUs)).toEqual([0, 30_000]);
    expect(source.stats).toMatchObject({ corrupt: 2, delivered: 2 });
    expect(source.stats.warnings).toEqual([
      expect.stringContaining('img2.png is left out'),
      expect.stringContaining('img3.png is left out: it is not an image of a known kind'),
    ]);
  });

  it('is refused when no image in it can be decoded', async () => {
    const folder = join(root, 'hopeless');
    mkdirSync(folder);
    writeFileSync(join(folder, 'img1.png'), 'x');
    await expect(openFile(folder)).rejects.toMatchObject({ code: 'input-undecodable', exitStatus: 3 });
  });

  it('is refused when it holds no image, or several sequences', async () => {
    const empty = join(root, 'empty');
    mkdirSync(empty);
    writeFileSync(join(empty, 'notes.txt'), 'x');
    await expect(openFile(empty)).rejects.toMatchObject({ code: 'folder-without-images', exitStatus: 3 });
    const two = imageFolder('two', ['a1.jpg', 'a2.jpg', 'b1.jpg', 'b2.jpg']);
    await expect(openFile(two)).rejects.toMatchObject({
      code: 'folder-with-several-series',
      message: expect.stringContaining('a*.jpg, b*.jpg') as string,
    });
  });

  it('is refused where an image has another size', async () => {
    const folder = imageFolder('sizes', ['img1.jpg', 'img2.jpg']);
    cpSync(join(imageFolder('wide', ['img3.jpg'], 80), 'img3.jpg'), join(folder, 'img3.jpg'));
    await using source = await openFile(folder, { fps: 100 });
    await expect(readFrames(source.frames())).rejects.toMatchObject({
      code: 'images-differ-in-size',
      message: `img3.jpg in ${folder} is 80×48 pixels, but the images before it are 64×48.`,
    });
  });
});
