/** Every command, loaded only when it is called: help and version do not wait for the engine. */
export interface Command {
  readonly summary: string;
  /** Resolves to the exit status. */
  readonly run: (argv: readonly string[]) => Promise<number>;
  readonly help: () => Promise<string>;
}

const TABLE: Readonly<Record<string, Command>> = {
  analyze: {
    summary: 'analyze INPUT…   find candidate micro-expressions in videos',
    run: async (argv) => (await import('./run-analyze.ts')).runAnalyze(argv),
    help: async () => (await import('./analyze-call.ts')).ANALYZE_HELP,
  },
  serve: {
    summary: 'serve            the interface in a browser on this machine',
    run: async (argv) => (await import('./serve.ts')).serveCommand(argv),
    help: async () => (await import('./serve.ts')).SERVE_HELP,
  },
  live: {
    summary: 'live             candidates while they happen, from a camera, a stream or a file played as one',
    run: async (argv) => (await import('./live.ts')).liveCommand(argv),
    help: async () => (await import('./live-call.ts')).LIVE_HELP,
  },
  export: {
    summary: 'export SESSION   write result files from a session',
    run: async (argv) => (await import('./export.ts')).exportCommand(argv),
    help: async () => (await import('./export.ts')).EXPORT_HELP,
  },
  synth: {
    summary: 'synth            render clips with known micro-expressions from portraits',
    run: async (argv) => (await import('./synth.ts')).synth(argv),
    help: async () => (await import('./synth.ts')).SYNTH_HELP,
  },
  data: {
    summary: 'data DIR         which data set a folder holds, and where it differs from its release',
    run: async (argv) => (await import('./data.ts')).dataCommand(argv),
    help: async () => (await import('./data.ts')).DATA_HELP,
  },
  train: {
    summary: 'train NET        train a network on clips, into a model file',
    run: async (argv) => (await import('./train.ts')).trainCommand(argv),
    help: async () => (await import('./train-call.ts')).TRAIN_HELP,
  },
  evaluate: {
    summary: 'evaluate NET     a network’s table under a protocol: each fold trained and tested apart',
    run: async (argv) => (await import('./evaluate.ts')).evaluateCommand(argv),
    help: async () => (await import('./evaluate-help.ts')).evaluateHelp(),
  },
  generate: {
    summary: 'generate MODEL   make clips with a trained generator, to train recognizers on',
    run: async (argv) => (await import('./generate.ts')).generateCommand(argv),
    help: async () => (await import('./generate.ts')).GENERATE_HELP,
  },
  models: {
    summary: 'models           recognizers and networks: list, show, verify, fit, mirror',
    run: async (argv) => (await import('./models.ts')).modelsCommand(argv),
    help: async () => (await import('./models.ts')).MODELS_HELP,
  },
  doctor: {
    summary: 'doctor           what this machine can do, and what is missing',
    run: async (argv) => (await import('./doctor.ts')).doctorCommand(argv),
    help: async () => (await import('./doctor.ts')).DOCTOR_HELP,
  },
};

export const COMMANDS: ReadonlyMap<string, Command> = new Map(Object.entries(TABLE));
