import { expect, test } from 'vitest';

import { CanvasStandIn } from './webgl-stand-in.ts';

function uploaded(width: number, height: number) {
  const gl = new CanvasStandIn().getContext('webgl2')!;
  const data = Uint8Array.from({ length: 4 * width * height }, (_, index) => index);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, { data, width, height });
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(0, framebuffer);
  gl.framebufferTexture2D(0, 0, gl.TEXTURE_2D, texture);
  return { gl, data };
}

test('what was uploaded is read back, at the place asked for', () => {
  const { gl, data } = uploaded(3, 2);
  const heap = new Uint8Array(40);
  gl.readPixels(0, 0, 3, 2, gl.RGBA, gl.UNSIGNED_BYTE, heap, 8);
  expect(heap.subarray(8, 32)).toEqual(data);
  expect(heap.subarray(0, 8)).toEqual(new Uint8Array(8));
});

test('anything it does not stand in for is a TypeError', () => {
  const { gl } = uploaded(3, 2);
  const heap = new Uint8Array(40);
  expect(() => gl.readPixels(1, 0, 2, 2, gl.RGBA, gl.UNSIGNED_BYTE, heap, 0)).toThrow(TypeError);
  expect(() => gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 3, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, null)).toThrow(
    TypeError,
  );
  expect(() => gl.getParameter(0x1234)).toThrow(TypeError);
  expect(() => (gl as unknown as { drawArrays(): void }).drawArrays()).toThrow(TypeError);
});

test('only WebGL 2 can be had', () => {
  expect(new CanvasStandIn().getContext('webgl')).toBeNull();
});
