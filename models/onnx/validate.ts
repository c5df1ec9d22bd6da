import { OnsetError } from '../../contract/errors.ts';
import { declaredDims, declaredType } from './build.ts';
import {
  TensorProto_DataLocation,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './onnx_pb.ts';
import { elementCount, storedCount, typeOfCode } from './tensor.ts';

/**
 * Everything that is wrong with a model's structure, each problem naming the node and the tensor; an empty list
 * for a sound one. Checked: operator set imports, unique names, topological order, every input defined, sizes of
 * initializers, declared shapes. What an operator accepts is the runtime's to say.
 */
export function validateModel(model: ModelProto): readonly string[] {
  const problems: string[] = [];
  const domains = new Set(model.opsetImport.map(({ domain }) => standardDomain(domain)));
  if (model.irVersion <= 0n) problems.push('the model has no IR version');
  if (domains.size === 0) problems.push('the model imports no operator set');
  checkUnique(
    model.metadataProps.map(({ key }) => key),
    'metadata property',
    problems,
  );
  if (model.graph === undefined) return [...problems, 'the model has no graph'];
  const localDomains = model.functions.map(({ domain }) => standardDomain(domain));
  checkGraph(model.graph, new Set(), new Set([...domains, ...localDomains]), problems);
  checkTyped(model.graph, problems);
  return problems;
}

/** Throws `model-invalid` with the first problem, if there is one. */
export function assertValidModel(model: ModelProto, name = 'the model'): void {
  const [first, ...others] = validateModel(model);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`;
  throw new OnsetError('model-invalid', { model: name, problem: first + more });
}

/** `outer`: names a subgraph may use from the graphs around it. */
function checkGraph(
  graph: GraphProto,
  outer: ReadonlySet<string>,
  domains: ReadonlySet<string>,
  problems: string[],
): void {
  const inputs = graph.input.map(({ name }) => name);
  const stored = [...graph.initializer.map(({ name }) => name), ...sparseNames(graph)];
  checkUnique(inputs, 'input', problems);
  checkUnique(stored, 'initializer', problems);
  checkUnique(
    graph.node.map(({ name }) => name).filter((name) => name !== ''),
    'node',
    problems,
  );
  for (const tensor of graph.initializer) checkInitializer(tensor, problems);

  const defined = new Set([...outer, ...inputs, ...stored]);
  const producedLater = new Map<string, string>();
  for (const [at, node] of graph.node.entries())
    for (const output of node.output) if (output !== '') producedLater.set(output, nameOf(node, at));
  for (const [at, node] of graph.node.entries()) {
    const where = nameOf(node, at);
    if (node.opType === '') problems.push(`${where} names no operator`);
    if (!domains.has(standardDomain(node.domain)))
      problems.push(
        `${where} uses operators of "${node.domain || 'ai.onnx'}", whose version the model does not import`,
      );
    for (const input of node.input) {
      if (input === '' || defined.has(input)) continue;
      const producer = producedLater.get(input);
      problems.push(
        producer === undefined
          ? `${where} takes tensor "${input}", which nothing defines`
          : `${where} takes tensor "${input}" before ${producer} makes it`,
      );
    }
    for (const subgraph of subgraphs(node)) checkGraph(subgraph, defined, domains, problems);
    for (const output of node.output) {
      if (output === '') continue;
      if (defined.has(output)) problems.push(`${where} makes tensor "${output}", which exists already`);
      defined.add(output);
    }
  }
  for (const { name } of graph.output)
    if (!defined.has(name)) problems.push(`output "${name}" is made by no node`);
  checkDeclarations(graph, problems);
}

function checkInitializer(tensor: TensorProto, problems: string[]): void {
  const dims = tensor.dims.map(Number);
  const shape = `[${dims.join(',')}]`;
  if (tensor.name === '') problems.push(`an initializer ${shape} has no name`);
  if (dims.some((dim) => dim < 0))
    problems.push(`initializer "${tensor.name}" ${shape} has a negative dimension`);
  const type = typeOfCode(tensor.dataType);
  // Sizes of strings, packed 4-bit and 8-bit floats, and of data in other files are not ours to judge.
  if (type === null || tensor.dataLocation === TensorProto_DataLocation.EXTERNAL) return;
  const has = storedCount(tensor, type);
  if (has !== elementCount(dims))
    problems.push(
      `initializer "${tensor.name}" ${shape} ${type} should hold ${String(elementCount(dims))} values and holds ${String(has)}`,
    );
}

/** What is declared twice is declared alike; no dimension is negative. */
function checkDeclarations(graph: GraphProto, problems: string[]): void {
  const known = new Map<string, { readonly type: number; readonly dims: readonly (number | string)[] }>();
  for (const tensor of graph.initializer)
    known.set(tensor.name, { type: tensor.dataType, dims: tensor.dims.map(Number) });
  const check = (kind: string, value: ValueInfoProto): void => {
    const named = `${kind} "${value.name}"`;
    if (value.name === '') problems.push(`one ${kind} has no name`);
    if (value.type?.value.case !== 'tensorType') return;
    const [type, dims] = [declaredType(value), declaredDims(value)];
    if (type === 0) problems.push(`${named} declares no element type`);
    if (dims === null) return;
    if (dims.some((dim) => typeof dim === 'number' && dim < 0))
      problems.push(`${named} [${dims.join(',')}] has a negative dimension`);
    const other = known.get(value.name);
    if (other === undefined) known.set(value.name, { type, dims });
    else if (other.type !== type || !dimsAgree(other.dims, dims))
      problems.push(
        `${named} is declared as [${dims.join(',')}] of type ${typeWord(type)} and as [${other.dims.join(',')}] of type ${typeWord(other.type)}`,
      );
  };
  for (const value of graph.input) check('input', value);
  for (const value of graph.output) check('output', value);
  for (const value of graph.valueInfo) check('value', value);
}

/** The outermost graph says what goes in and out; subgraphs may leave that to inference. */
function checkTyped(graph: GraphProto, problems: string[]): void {
  if (graph.output.length === 0) problems.push('the graph has no outputs');
  for (const [kind, values] of [
    ['input', graph.input],
    ['output', graph.output],
  ] as const)
    for (const { name, type } of values)
      if (type === undefined || type.value.case === undefined)
        problems.push(`${kind} "${name}" declares no type`);
}

const dimsAgree = (one: readonly (number | string)[], two: readonly (number | string)[]): boolean =>
  one.length === two.length &&
  one.every((dim, i) => typeof dim === 'string' || typeof two[i] === 'string' || dim === two[i]);

function checkUnique(names: readonly string[], kind: string, problems: string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) problems.push(`the ${kind} "${name}" is there twice`);
    seen.add(name);
  }
}

const nameOf = (node: NodeProto, at: number): string =>
  node.name === ''
    ? `node ${String(at)} (${node.opType})`
    : `node ${String(at)} "${node.name}" (${node.opType})`;

const subgraphs = (node: NodeProto): readonly GraphProto[] =>
  node.attribute.flatMap(({ g, graphs }) => (g === undefined ? graphs : [g, ...graphs]));

const sparseNames = (graph: GraphProto): readonly string[] =>
  graph.sparseInitializer.map(({ values }) => values?.name ?? '');

const typeWord = (code: number): string => typeOfCode(code) ?? String(code);

/** `ai.onnx` is the standard domain's long name. */
const standardDomain = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);
