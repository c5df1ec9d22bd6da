import { describe, expect, it } from 'vitest';
import { imageSeriesIn } from './image-series.ts';

const only = (...names: string[]) => {
  const series = imageSeriesIn(names);
  expect(series).toHaveLength(1);
  return {
    pattern: series[0]!.pattern,
    images: series[0]!.images.map(({ name, place }) => `${place} ${name}`),
  };
};

describe('imageSeriesIn', () => {
  it('orders by number, not by spelling', () => {
    expect(only('img10.jpg', 'img9.jpg', 'img11.jpg')).toEqual({
      pattern: 'img*.jpg',
      images: ['0 img9.jpg', '1 img10.jpg', '2 img11.jpg'],
    });
  });

  it('reads the names of CASME II, SAMM and zero-padded ones', () => {
    expect(only('reg_img46.jpg', 'reg_img47.jpg').pattern).toBe('reg_img*.jpg');
    expect(only('006_05562.jpg', '006_05563.jpg').images).toEqual(['0 006_05562.jpg', '1 006_05563.jpg']);
    expect(only('0001.png', '0002.png').pattern).toBe('*.png');
  });

  it('leaves a gap for missing numbers', () => {
    expect(only('img1.jpg', 'img2.jpg', 'img5.jpg').images).toEqual([
      '0 img1.jpg',
      '1 img2.jpg',
      '4 img5.jpg',
    ]);
  });

  it('takes a constant step for the distance of frames, not for gaps', () => {
    expect(only('f0.png', 'f5.png', 'f15.png').images).toEqual(['0 f0.png', '1 f5.png', '3 f15.png']);
  });

  it('counts where two names bear one number', () => {
    expect(only('img1.jpg', 'img01.jpg', 'img4.jpg').images).toEqual([
      '0 img01.jpg',
      '1 img1.jpg',
      '2 img4.jpg',
    ]);
  });

  it('passes over other files, hidden ones, and keeps series apart, the longest first', () => {
    const names = ['a1.jpg', 'notes.txt', 'Thumbs.db', '._b1.JPG', 'b1.JPG', 'b2.jpg', 'clip1.mp4'];
    expect(imageSeriesIn(names).map(({ pattern }) => pattern)).toEqual(['b*.jpg', 'a*.jpg']);
    expect(imageSeriesIn(['notes.txt'])).toEqual([]);
  });
});
