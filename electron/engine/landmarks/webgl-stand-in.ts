/**
 * The little of WebGL2 that MediaPipe touches when its networks run on the CPU: it uploads each picture as a
 * texture, binds that to a framebuffer and reads it back. A texture here keeps a reference to the bytes it was
 * given, and `readPixels` is the one copy, into the WebAssembly heap.
 *
 * This is a plain class: any call that is not listed is a TypeError, so a new version of the library that
 * starts to draw cannot get silently empty pictures.
 */

/** Pixels as MediaPipe takes them in place of an HTML image: RGBA, 4 × width × height bytes. */
export interface PixelSource {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

class StandInTexture {
  pixels: PixelSource | null = null;
}

class StandInFramebuffer {
  texture: StandInTexture | null = null;
}

/** Parameters asked for at start-up (their GL names stand in the comments); any other is an error. */
const PARAMETERS: Readonly<Record<number, number | string>> = {
  0x1f00: 'Onset', // VENDOR
  0x1f01: 'memory', // RENDERER
  0x1f02: 'WebGL 2.0', // VERSION
  0x8b8c: 'WebGL GLSL ES 3.00', // SHADING_LANGUAGE_VERSION
  0x8869: 0, // MAX_VERTEX_ATTRIBS: nothing is drawn
};

export class WebGlStandIn {
  readonly canvas: CanvasStandIn;
  readonly TEXTURE_2D = 0x0de1;
  readonly RGBA = 0x1908;
  readonly UNSIGNED_BYTE = 0x1401;
  #texture: StandInTexture | null = null;
  #framebuffer: StandInFramebuffer | null = null;

  constructor(canvas: CanvasStandIn) {
    this.canvas = canvas;
  }

  getExtension(): null {
    return null;
  }

  getSupportedExtensions(): string[] {
    return [];
  }

  getContextAttributes(): Record<string, never> {
    return {};
  }

  getError(): number {
    return 0;
  }

  getParameter(name: number): number | string {
    const value = PARAMETERS[name];
    if (value === undefined)
      throw new TypeError(`WebGL parameter 0x${name.toString(16)} is not stood in for`);
    return value;
  }

  activeTexture(): void {}

  texParameteri(): void {}

  createTexture(): StandInTexture {
    return new StandInTexture();
  }

  bindTexture(_target: number, texture: StandInTexture | null): void {
    this.#texture = texture;
  }

  deleteTexture(texture: StandInTexture | null): void {
    if (texture) texture.pixels = null;
  }

  /** Only the six-argument form, which takes an image. */
  texImage2D(...call: readonly unknown[]): void {
    if (call.length !== 6)
      throw new TypeError(`texImage2D with ${call.length} arguments is not stood in for`);
    if (!this.#texture) throw new TypeError('texImage2D without a bound texture');
    this.#texture.pixels = call[5] as PixelSource;
  }

  createFramebuffer(): StandInFramebuffer {
    return new StandInFramebuffer();
  }

  bindFramebuffer(_target: number, framebuffer: StandInFramebuffer | null): void {
    this.#framebuffer = framebuffer;
  }

  deleteFramebuffer(framebuffer: StandInFramebuffer | null): void {
    if (framebuffer) framebuffer.texture = null;
  }

  framebufferTexture2D(_target: number, _attachment: number, _kind: number, texture: StandInTexture): void {
    if (!this.#framebuffer) throw new TypeError('framebufferTexture2D without a bound framebuffer');
    this.#framebuffer.texture = texture;
  }

  readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    heap: Uint8Array,
    offset: number,
  ): void {
    const pixels = this.#framebuffer?.texture?.pixels;
    if (!pixels) throw new TypeError('readPixels without a picture');
    const isWhole = x === 0 && y === 0 && width === pixels.width && height === pixels.height;
    if (!isWhole || format !== this.RGBA || type !== this.UNSIGNED_BYTE) {
      throw new TypeError(
        `readPixels of ${width}x${height} at ${x},${y} (${format}, ${type}) is not stood in for`,
      );
    }
    heap.set(pixels.data, offset);
  }

  fenceSync(): object {
    return {};
  }

  deleteSync(): void {}
}

/** What MediaPipe takes for a canvas. */
export class CanvasStandIn {
  width = 1;
  height = 1;
  readonly #context = new WebGlStandIn(this);

  getContext(kind: string): WebGlStandIn | null {
    return kind === 'webgl2' ? this.#context : null;
  }

  addEventListener(): void {}

  removeEventListener(): void {}
}
