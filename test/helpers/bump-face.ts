/**
 * A second maker of clips with known micro-expressions, plainer than `models/data/synth` and sharing nothing with
 * it, so that the spotter is not only right about its own maker's idea of a face: Gaussian bumps of displacement at
 * mesh points, cosine courses, lids squeezed towards the lower lid with a fall-off that reaches the brows.
 */
import type { YuvImage } from '../../contract/frame.ts';
import type { Mesh } from '../../contract/landmarks.ts';
import { openVideoWriter } from '../../electron/engine/export/index.ts';
import { rgbaToYuv } from './picture-frame.ts';
import { seededRandom } from './random.ts';

/** Displacement round mesh points: `out` from the midline and `up`, in units of the event's size. */
interface Pull {
  readonly points: readonly (readonly [right: number, left: number])[];
  readonly out: number;
  readonly up: number;
  /** Width of the bumps (σ) in IOD where it is not the usual one. */
  readonly sigmaIod?: number;
}

/** Points as MediaPipe numbers them: the person's right, then left. */
const INNER_BROW = [55, 285] as const;
const MID_BROW = [105, 334] as const;
const LIP_CORNER = [61, 291] as const;
const SITES = {
  'brows-up': { points: [INNER_BROW, MID_BROW], out: 0, up: 1 },
  'brows-down': { points: [INNER_BROW, MID_BROW], out: -0.4, up: -1 },
  'inner-brows-up': { points: [INNER_BROW], out: 0, up: 1 },
  'nose-up': { points: [[48, 278]], out: 0, up: 1 },
  'corners-up': { points: [LIP_CORNER], out: 0.6, up: 0.8 },
  'corners-down': { points: [LIP_CORNER], out: 0.2, up: -1 },
  'corner-up-right': { points: [LIP_CORNER], out: 0.6, up: 0.8 },
  'corner-up-left': { points: [LIP_CORNER], out: 0.6, up: 0.8 },
  'chin-up': { points: [[199, 199]], out: 0, up: 1 },
  'upper-lip-up': { points: [[39, 269]], out: 0, up: 1 },
  'cheeks-up': { points: [[50, 280]], out: 0, up: 1 },
  'upper-lids-up': { points: [[159, 386]], out: 0, up: 1, sigmaIod: 0.06 },
  'jaw-down': {
    points: [
      [17, 17],
      [152, 152],
    ],
    out: 0,
    up: -1,
    sigmaIod: 0.25,
  },
  'corners-out': { points: [LIP_CORNER], out: 1, up: 0 },
  'lips-in': { points: [LIP_CORNER], out: -1, up: 0, sigmaIod: 0.2 },
} as const satisfies Record<string, Pull>;
export type Site = keyof typeof SITES;

/** What `drawBumpClip` draws from; the other sites belong to expressions that are put together elsewhere. */
const SPOTTED_SITES: readonly Site[] = [
  'brows-up',
  'brows-down',
  'inner-brows-up',
  'nose-up',
  'corners-up',
  'corners-down',
  'corner-up-right',
  'corner-up-left',
  'chin-up',
  'upper-lip-up',
];

export interface BumpEvent {
  readonly kind: 'micro' | 'macro';
  readonly site: Site;
  readonly onsetS: number;
  readonly apexS: number;
  readonly offsetS: number;
  readonly pctIod: number;
}

export interface BumpClip {
  readonly seed: number;
  readonly fps: number;
  readonly seconds: number;
  /** Distance between the eyes in the clip, which the portrait is zoomed to. */
  readonly iodPx: number;
  readonly events: readonly BumpEvent[];
  readonly blinks: readonly { readonly onsetS: number; readonly offsetS: number }[];
  /** Standard deviation of the lids' fall-off upward, in IOD: the brows lie 0.3 to 0.4 above. */
  readonly lidReachIod: number;
  readonly sampling: 'linear' | 'cubic';
  readonly noise: number;
  readonly crf: number;
}

/** Three micro-expressions, three blinks and a smile of 1.6 s in twelve seconds, in an order drawn from the seed. */
export function drawBumpClip(seed: number, options: { fps?: number; noise?: number; crf?: number } = {}) {
  const random = seededRandom(seed);
  const between = (from: number, to: number): number => from + (to - from) * random();
  const sites = [...SPOTTED_SITES].sort(() => random() - 0.5);
  const slots = ['micro', 'micro', 'micro', 'blink', 'blink', 'blink', 'smile'].sort(() => random() - 0.5);
  const events: BumpEvent[] = [];
  const blinks: { onsetS: number; offsetS: number }[] = [];
  let atS = 0.7;
  for (const slot of slots) {
    const lengthS = slot === 'smile' ? 1.6 : slot === 'blink' ? between(0.14, 0.32) : between(0.15, 0.4);
    const onsetS = atS + between(0, slot === 'smile' ? 0.6 : 0.8);
    const offsetS = onsetS + lengthS;
    if (slot === 'blink') blinks.push({ onsetS, offsetS });
    else {
      const isSmile = slot === 'smile';
      events.push({
        kind: isSmile ? 'macro' : 'micro',
        site: isSmile ? 'corners-up' : sites.pop()!,
        onsetS,
        apexS: onsetS + lengthS * (isSmile ? 0.5 : between(0.35, 0.5)),
        offsetS,
        pctIod: isSmile ? between(5, 8) : between(1, 4),
      });
    }
    atS += isSmileSlot(slot) ? 2.6 : 1.4;
  }
  return {
    seed,
    fps: options.fps ?? 100,
    seconds: 12,
    iodPx: 100,
    events,
    blinks,
    lidReachIod: between(0.11, 0.18),
    sampling: random() < 0.5 ? 'linear' : 'cubic',
    noise: options.noise ?? between(1.5, 3),
    crf: options.crf ?? 20,
  } satisfies BumpClip;
}

const isSmileSlot = (slot: string): boolean => slot === 'smile';

/**
 * Draws the clip over a portrait (RGBA, even sides) and writes it; the picture keeps its size, the face fills more or
 * less of it.
 */
export async function writeBumpClip(path: string, portrait: Portrait, clip: BumpClip): Promise<BumpClip> {
  const { widthPx: w, heightPx: h } = portrait;
  const { planes, mesh } = zoomed(portrait, clip.iodPx);
  const face = faceOf(mesh);
  const pulls = clip.events.map((event) => fieldOf(event, face, w, h));
  const [fx, fy] = [new Float32Array(w * h), new Float32Array(w * h)];
  const random = seededRandom(clip.seed + 7919);
  const grain = new Grain(w * h, clip.noise, random);
  const phases = Array.from({ length: 6 }, () => 2 * Math.PI * random());
  await using writer = await openVideoWriter(path, {
    widthPx: w,
    heightPx: h,
    fps: clip.fps,
    crf: clip.crf,
    preset: 'veryfast',
    threads: 1,
    range: 'full',
    matrix: 'bt601',
  });
  for (let frame = 0; frame < clip.seconds * clip.fps; frame++) {
    const t = frame / clip.fps;
    const courses = clip.events.map((event) => courseAt(event, t));
    const closed = Math.max(0, ...clip.blinks.map((b) => bell((t - b.onsetS) / (b.offsetS - b.onsetS), 0.4)));
    const isStill = closed === 0 && courses.every((course) => course === 0);
    if (!isStill) {
      fx.fill(0);
      fy.fill(0);
      courses.forEach((course, k) => addField(pulls[k]!, course, fx, fy));
      if (closed > 0) for (const eye of face.eyes) squeeze(eye, face.iod, clip.lidReachIod, closed, fy, w, h);
    }
    const slow = (k: number, hz: number): number => Math.sin(2 * Math.PI * hz * t + phases[k]!);
    const head = {
      dx: 1.7 * slow(0, 0.11) + 0.8 * slow(1, 0.27),
      dy: 1.6 * slow(2, 0.13) + 0.9 * slow(3, 0.25),
      roll: ((0.5 * slow(4, 0.09) + 0.2 * slow(5, 0.23)) * Math.PI) / 180,
    };
    const gain = 1 + 0.006 * Math.sin(2 * Math.PI * 10 * t);
    const image = drawFrame(
      { planes, widthPx: w, heightPx: h },
      isStill ? null : [fx, fy],
      head,
      gain,
      grain,
      clip.sampling,
    );
    await writer.write(image, Math.round((frame * 1e6) / clip.fps));
  }
  await writer.close();
  return clip;
}

export interface Portrait {
  readonly rgba: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mesh: Mesh;
}

/** The portrait's planes with the eyes `iodPx` apart and in the upper middle; borders repeat. */
function zoomed(
  { rgba, widthPx: w, heightPx: h, mesh }: Portrait,
  iodPx: number,
): { planes: Float32Array[]; mesh: Mesh } {
  const { eyes, iod, cx } = faceOf(mesh);
  const cy = (eyes[0]!.lowY + eyes[1]!.lowY) / 2;
  const zoom = iodPx / iod;
  const [tx, ty] = [0.5 * w, 0.42 * h];
  const planes = rgbaToYuv(rgba, w, h).planes.map(({ data }, k) => {
    const scale = k === 0 ? 1 : 2;
    const plane = Float32Array.from(data);
    const [pw, ph] = [w / scale, h / scale];
    return plane.map((_, i) => {
      const x = cx + ((i % pw) * scale - tx) / zoom;
      const y = cy + (Math.floor(i / pw) * scale - ty) / zoom;
      return bicubic(plane, pw, ph, x / scale, y / scale);
    });
  });
  const moved = mesh.map((value, i) =>
    i % 3 === 0 ? (value - cx) * zoom + tx : i % 3 === 1 ? (value - cy) * zoom + ty : value,
  );
  return { planes, mesh: moved };
}

/** 0 → 1 → 0 over the unit interval with its top at `top`: a cosine flank on either side. */
function bell(x: number, top: number): number {
  if (x <= 0 || x >= 1) return 0;
  return 0.5 - 0.5 * Math.cos(Math.PI * (x < top ? x / top : (1 - x) / (1 - top)));
}

function courseAt({ kind, onsetS, apexS, offsetS }: BumpEvent, t: number): number {
  if (kind === 'micro') return bell((t - onsetS) / (offsetS - onsetS), (apexS - onsetS) / (offsetS - onsetS));
  // A smile: 0.4 s in, held, 0.5 s out.
  if (t <= onsetS || t >= offsetS) return 0;
  return 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, (t - onsetS) / 0.4, (offsetS - t) / 0.5));
}

interface Eye {
  readonly x: number;
  readonly lowY: number;
  readonly topY: number;
}
interface Face {
  readonly iod: number;
  readonly cx: number;
  readonly mesh: Mesh;
  readonly eyes: readonly Eye[];
}

function faceOf(mesh: Mesh): Face {
  const at = (k: number): [number, number] => [mesh[3 * k]!, mesh[3 * k + 1]!];
  const eye = (inner: number, outer: number, top: number, low: number): Eye => ({
    x: (at(inner)[0] + at(outer)[0]) / 2,
    topY: at(top)[1],
    lowY: at(low)[1],
  });
  const eyes = [eye(133, 33, 159, 145), eye(362, 263, 386, 374)];
  return { iod: Math.abs(eyes[1]!.x - eyes[0]!.x), cx: (eyes[0]!.x + eyes[1]!.x) / 2, mesh, eyes };
}

type Field = readonly [x: Float32Array, y: Float32Array];

/** The displacement of an event at its apex, pixels; the largest is `pctIod`. Bumps are 0.15 IOD wide (σ). */
function fieldOf({ site, pctIod, kind }: BumpEvent, { iod, mesh }: Face, w: number, h: number): Field {
  const { points, out, up, sigmaIod }: Pull = SITES[site];
  const length = Math.hypot(out, up);
  const sigma = (sigmaIod ?? (kind === 'macro' ? 0.2 : 0.15)) * iod;
  const [x, y] = [new Float32Array(w * h), new Float32Array(w * h)];
  for (const pair of points) {
    pair.forEach((point, side) => {
      if ((site.endsWith('-right') && side === 1) || (site.endsWith('-left') && side === 0)) return;
      if (side === 1 && pair[0] === pair[1]) return;
      const [px, py] = [mesh[3 * point]!, mesh[3 * point + 1]!];
      for (let i = 0; i < w * h; i++) {
        const bump = Math.exp(-(((i % w) - px) ** 2 + (Math.floor(i / w) - py) ** 2) / (2 * sigma * sigma));
        x[i]! += bump * (side === 0 ? -out : out);
        y[i]! -= bump * up;
      }
    });
  }
  let most = 0;
  for (let i = 0; i < w * h; i++) most = Math.max(most, Math.hypot(x[i]!, y[i]!));
  const scale = ((pctIod / 100) * iod) / (most || length);
  return [x.map((v) => v * scale), y.map((v) => v * scale)];
}

function addField([x, y]: Field, amount: number, fx: Float32Array, fy: Float32Array): void {
  if (amount === 0) return;
  for (let i = 0; i < fx.length; i++) {
    fx[i]! += amount * x[i]!;
    fy[i]! += amount * y[i]!;
  }
}

/** Everything above the lower lid comes down towards it: most at the upper lid, less and less up to the brow. */
function squeeze(
  eye: Eye,
  iod: number,
  reachIod: number,
  closed: number,
  fy: Float32Array,
  w: number,
  h: number,
): void {
  const open = eye.lowY - eye.topY;
  // Lids close to 15 %.
  const lid = open * (1 - 0.85 * closed);
  const most = open - lid;
  for (let y = Math.max(0, Math.floor(eye.lowY - 1.2 * iod)); y < Math.min(h, eye.lowY); y++) {
    const v = eye.lowY - y;
    const beyond = (v - lid) / iod / reachIod;
    const moved = v <= lid ? (v * most) / Math.max(lid, 0.5) : most * Math.exp(-(beyond * beyond) / 2);
    for (let x = Math.max(0, Math.floor(eye.x - 0.5 * iod)); x < Math.min(w, eye.x + 0.5 * iod); x++) {
      const aside = ((x - eye.x) / iod / 0.24) ** 2;
      fy[y * w + x]! += moved * Math.exp(-aside * aside);
    }
  }
}

/** What one frame is drawn from. */
interface Still {
  readonly planes: readonly Float32Array[];
  readonly widthPx: number;
  readonly heightPx: number;
}
interface HeadPlace {
  readonly dx: number;
  readonly dy: number;
  readonly roll: number;
}

function drawFrame(
  still: Still,
  field: Field | null,
  head: HeadPlace,
  gain: number,
  grain: Grain,
  sampling: BumpClip['sampling'],
): YuvImage {
  const { widthPx: w, heightPx: h } = still;
  const [cos, sin] = [Math.cos(head.roll), Math.sin(head.roll)];
  const planes = still.planes.map((plane, k) => {
    const scale = k === 0 ? 1 : 2;
    const [pw, ph] = [w / scale, h / scale];
    const isCubic = k === 0 && sampling === 'cubic';
    const out = new Uint8Array(pw * ph);
    let at = grain.start();
    for (let row = 0, i = 0; row < ph; row++) {
      const y = row * scale - h / 2 - head.dy;
      for (let column = 0; column < pw; column++, i++) {
        const x = column * scale - w / 2 - head.dx;
        let qx = cos * x + sin * y + w / 2;
        let qy = -sin * x + cos * y + h / 2;
        if (field) {
          const [mx, my] = [bilinear(field[0], w, h, qx, qy), bilinear(field[1], w, h, qx, qy)];
          qx -= mx;
          qy -= my;
        }
        const level = isCubic
          ? bicubic(plane, pw, ph, qx / scale, qy / scale)
          : bilinear(plane, pw, ph, qx / scale, qy / scale);
        const value = level * (k === 0 ? gain : 1) + grain.values[at++]! / scale + 0.5;
        out[i] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
    return { data: out, strideBytes: pw };
  });
  return { layout: 'i420', widthPx: w, heightPx: h, matrix: 'bt601', range: 'full', planes };
}

/** Sensor noise: a long table of near-Gaussian numbers, entered at another place for every plane of every frame. */
class Grain {
  readonly values: Float32Array;
  readonly #random: () => number;
  readonly #spare = 1 << 19;

  constructor(pixels: number, sigma: number, random: () => number) {
    this.#random = random;
    // Four uniform numbers add up to a variance of 1/3.
    const draw = (): number => (random() + random() + random() + random() - 2) * Math.sqrt(3) * sigma;
    this.values = Float32Array.from({ length: pixels + this.#spare }, draw);
  }

  start(): number {
    return Math.floor(this.#random() * this.#spare);
  }
}

function bilinear(plane: Float32Array, w: number, h: number, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > w - 1.001 ? w - 1.001 : x;
  const cy = y < 0 ? 0 : y > h - 1.001 ? h - 1.001 : y;
  const x0 = cx | 0;
  const y0 = cy | 0;
  const p = cx - x0;
  const i = y0 * w + x0;
  const above = plane[i]! + p * (plane[i + 1]! - plane[i]!);
  const below = plane[i + w]! + p * (plane[i + w + 1]! - plane[i + w]!);
  return above + (cy - y0) * (below - above);
}

/** Catmull-Rom's cubic along both axes. */
function bicubic(plane: Float32Array, w: number, h: number, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  if (x0 < 1 || y0 < 1 || x0 > w - 3 || y0 > h - 3) return bilinear(plane, w, h, x, y);
  const i = y0 * w + x0;
  const t = x - x0;
  return cubic(
    y - y0,
    along(plane, i - w, t),
    along(plane, i, t),
    along(plane, i + w, t),
    along(plane, i + 2 * w, t),
  );
}

const along = (plane: Float32Array, i: number, t: number): number =>
  cubic(t, plane[i - 1]!, plane[i]!, plane[i + 1]!, plane[i + 2]!);

const cubic = (t: number, a: number, b: number, c: number, d: number): number =>
  b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
