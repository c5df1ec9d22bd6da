/** `onset models`: the recognizers that are there, and what is to be known of one. */
import {
  listModels,
  type ModelListing,
  type ModelReport,
  MODELS_FOLDER,
  verifyModel,
} from '../engine/infer/index.ts';
import type { RecognizerCard } from '../../contract/model.ts';
import { parseArguments, usage } from './arguments.ts';

export const MODELS_HELP = `onset models [list]      recognizers in models/weights
onset models list --networks   networks that can be trained, and their presets
onset models show FILE   what a recognizer says of itself
onset models verify FILE everything that is wrong with a model file; exit status 1 if anything is
onset models fit FILE --data DIR… --out FILE
                         a copy whose action units are said from where F1 is best on these clips, which must be of people
                         that the recognizer has not learnt from; of a folder with parts, its validation part
onset models mirror FILE --out FILE
                         a copy that looks at every window twice, once mirrored, and gives the mean: surer, in twice the time

  --json   one JSON value on standard output instead of text`;

/** Resolves to the exit status. */
export async function modelsCommand(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('models', argv, {
    json: { type: 'boolean', default: false },
    networks: { type: 'boolean', default: false },
    data: { type: 'string', multiple: true },
    out: { type: 'string' },
  });
  const [verb = 'list', path, ...more] = positionals;
  if (more.length > 0) throw usage(`models ${verb} wants one file`, 'models');
  if (verb === 'list') {
    if (path !== undefined) throw usage('models list wants no file', 'models');
    if (values.networks) {
      const { describeNetworks, listNetworks } = await import('./networks.ts');
      console.log(values.json ? JSON.stringify(listNetworks()) : describeNetworks());
      return 0;
    }
    const listings = await listModels();
    console.log(values.json ? JSON.stringify(listings) : describeList(listings));
    return 0;
  }
  if (values.networks) throw usage(`models ${verb} wants no --networks`, 'models');
  if (verb === 'fit') {
    const { data, out, json } = values;
    if (path === undefined || !data || out === undefined)
      throw usage('models fit wants a file, --data and --out', 'models');
    const { fitModel } = await import('./models-fit.ts');
    return fitModel({ path, data, out, isJson: json });
  }
  if (values.data) throw usage(`models ${verb} wants no --data`, 'models');
  if (verb === 'mirror') {
    const { out, json } = values;
    if (path === undefined || out === undefined)
      throw usage('models mirror wants a file and --out', 'models');
    const { mirrorModel } = await import('./models-mirror.ts');
    return mirrorModel({ path, out, isJson: json });
  }
  if (values.out !== undefined) throw usage(`models ${verb} wants no --out`, 'models');
  if (verb !== 'show' && verb !== 'verify') throw usage(`There is no "models ${verb}"`, 'models');
  if (path === undefined) throw usage(`models ${verb} wants a file`, 'models');
  const report = await verifyModel(path);
  console.log(values.json ? JSON.stringify(report) : describeReport(report));
  return report.problems.length > 0 ? 1 : 0;
}

function describeList(listings: readonly ModelListing[]): string {
  if (listings.length === 0) {
    return `No recognizer is installed in ${MODELS_FOLDER}: events are found, and not named.`;
  }
  return listings.map(({ name, card, problem }) => `${name}  ${card ? summary(card) : problem!}`).join('\n');
}

const summary = (card: RecognizerCard): string =>
  `${card.network}: ${card.emotions.join(', ')}; trained on ${card.trainedOn}`;

function describeReport({ path, sizeBytes, sha256, card, graph, trial, problems }: ModelReport): string {
  const rows: [string, string][] = [
    ['file', `${path} (${(sizeBytes / 1e6).toFixed(1)} MB)`],
    ['sha256', sha256],
  ];
  if (card) {
    rows.push(
      ['network', card.network],
      ['trained on', card.trainedOn],
      ['emotions', card.emotions.join(', ')],
      ['action units', card.aus.join(', ')],
      ['window', `${card.frames} frames of ${card.sizePx} px over ${card.windowS} s`],
      ['neutral', card.usesNeutral ? 'wanted' : 'not wanted'],
      ['recipe', card.recipe],
      ['metrics', JSON.stringify(card.metrics)],
    );
  }
  if (graph)
    rows.push([
      'graph',
      `${graph.nodes} nodes, ${graph.parameters.toLocaleString('en')} parameters, opset ${graph.opset}`,
    ]);
  if (trial)
    rows.push([
      'trial',
      `${trial.scoreMs.toFixed(1)} ms a window on ${trial.provider}, opened in ${trial.openMs.toFixed(0)} ms`,
    ]);
  rows.push(...problems.map((problem): [string, string] => ['problem', problem]));
  if (problems.length === 0) rows.push(['verdict', 'can be used']);
  return rows.map(([name, value]) => `${name.padEnd(13)}${value}`).join('\n');
}
