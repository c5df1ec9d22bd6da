import { describe, expect, test } from 'vitest';
import type { DataContent, TrainerData } from '../../../contract/channels/trainer-data.ts';
import type { RunGenerator } from '../../../contract/channels/trainer-models.ts';
import { bytesOf, ClipsWish, unfitFor } from './clips-wish.svelte.ts';

const BY_UNITS: RunGenerator = {
  ...{ network: 'au-icgan', sizePx: 64, classes: [], aus: [4, 12], sizeBytes: 1, clipS: null },
};
const BY_CLASS: RunGenerator = { ...BY_UNITS, network: 'ice-gan', aus: [], classes: ['positive'] };

const data = (content: Partial<DataContent> = {}, change: Partial<TrainerData> = {}): TrainerData =>
  ({
    ...{ id: 'dataaaaa', name: 'Faces', state: 'ready', rights: 'consent' },
    content: {
      classes: [{ name: 'positive', count: 3 }],
      aus: [{ name: 'AU12', count: 3 }],
      shape: { frames: 16, sizePx: 128, windowS: 0.5, planes: 1 },
      isGenerated: false,
      ...content,
    },
    ...change,
  }) as TrainerData;

describe('data whose faces can be changed', () => {
  test('is ready, is not itself made by a generator, and shows something that this one was taught', () => {
    expect(unfitFor(BY_UNITS, data())).toBeNull();
    expect(unfitFor(BY_UNITS, data({}, { state: 'preparing', content: null }))).toBe('unready');
    expect(unfitFor(BY_UNITS, data({ isGenerated: true }))).toBe('generated');
    expect(unfitFor(BY_UNITS, data({ aus: [{ name: 'AU1', count: 9 }] }))).toBe('unknown');
    expect(unfitFor(BY_UNITS, data({ aus: [{ name: 'AU12', count: 0 }] }))).toBe('unknown');
  });

  test('has the size of a generator that makes whole faces', () => {
    expect(unfitFor(BY_CLASS, data())).toBe('size');
    const shape = { frames: 16, sizePx: 64, windowS: 0.5, planes: 1 };
    expect(unfitFor(BY_CLASS, data({ shape }))).toBeNull();
    expect(unfitFor(BY_CLASS, data({ shape, classes: [{ name: 'negative', count: 3 }] }))).toBe('unknown');
  });
});

describe('clips that are wanted', () => {
  test('are first of the people whom the run learnt from', () => {
    const all = [data({}, { id: 'otheraaa' }), data()];
    const wish = new ClipsWish();
    expect(wish.chosen(BY_UNITS, all, ['dataaaaa'])?.id).toBe('dataaaaa');
    expect(wish.chosen(BY_UNITS, all, [])?.id).toBe('otheraaa');
    wish.data = 'dataaaaa';
    expect(wish.chosen(BY_UNITS, all, [])?.id).toBe('dataaaaa');
    expect(wish.chosen(BY_CLASS, all, [])).toBeNull();
  });

  test('are an order once there is a name, a number and a right', () => {
    const wish = new ClipsWish();
    expect(wish.order('runaaaaa', data(), 'Made')).toEqual({
      ...{ run: 'runaaaaa', data: 'dataaaaa', name: 'Made', perClass: 300, seed: 1, hasVisibleMark: true },
      rights: 'consent',
    });
    expect(wish.order('runaaaaa', null, 'Made')).toBeNull();
    expect(wish.order('runaaaaa', data(), ' ')).toBeNull();
    const licensed = data({}, { rights: null });
    expect(wish.order('runaaaaa', licensed, 'Made')).toBeNull();
    wish.rights = 'licence';
    expect(wish.order('runaaaaa', licensed, 'Made')?.rights).toBe('licence');
    wish.perClass = Number.NaN;
    expect(wish.order('runaaaaa', licensed, 'Made')).toBeNull();
  });

  test('take room for each frame and for the face at rest', () => {
    expect(bytesOf(100, data())).toBe(100 * 17 * 128 * 128);
  });
});
