/** Two long videos with what is known and what was found in them, as no engine found it: for reports. */
import type {
  EvaluatedVideo,
  FoundExpression,
  KnownExpression,
  SpottingResult,
} from '../../contract/spotting-evaluation.ts';

const known = (
  kind: 'micro' | 'macro',
  onset: number,
  offset: number,
  emotion: string | null = null,
): KnownExpression => ({ kind, onset, offset, emotion });

const found = (
  kind: 'micro' | 'macro',
  onset: number,
  offset: number,
  emotion: string | null = null,
): FoundExpression => ({
  kind,
  onset,
  apex: Math.round((onset + offset) / 2),
  offset,
  score: 0.5,
  cautions: [],
  aus: [12],
  emotion,
});

export function madeSpotting(changes: Partial<SpottingResult> = {}): SpottingResult {
  const videos: EvaluatedVideo[] = [
    {
      ...video('casme-sq', 's15', 30, 900),
      known: [
        known('micro', 100, 112, 'negative'),
        known('micro', 300, 311, 'positive'),
        known('macro', 500, 560),
      ],
      // The first by half of its frames, the second one not; the third as the other kind.
      found: [found('micro', 104, 116, 'negative'), found('micro', 320, 331), found('micro', 500, 560)],
    },
    {
      ...video('samm-lv', '006_1', 200, 2000),
      known: [known('micro', 700, 760, 'surprise'), known('micro', 1000, 1060)],
      found: [found('micro', 700, 760, 'negative'), found('micro', 1000, 1060), found('macro', 1500, 1900)],
    },
  ];
  return {
    onset: '0.1.0',
    landmarks: 'mesh',
    model: 'made',
    classes: ['negative', 'positive', 'surprise'],
    sets: ['casme-sq', 'samm-lv'].map((name) => ({
      name,
      coding: 'made',
      fingerprint: 'made0000',
      videos: 1,
      isSynthetic: false,
    })),
    videos,
    videoCount: videos.length,
    leftOut: [],
    ...changes,
  };
}

const video = (set: string, name: string, fps: number, frames: number) => ({
  video: `${set}/person/${name}`,
  set,
  subject: `${set}/person`,
  fps,
  firstFrame: 1,
  frames,
  wallS: 1,
});
