import { create } from '@bufbuild/protobuf';
import { StringStringEntryProtoSchema, type ModelProto } from './onnx_pb.ts';

/** A model's metadata property; null where it has none of that name. */
export const getMetadata = (model: ModelProto, key: string): string | null =>
  model.metadataProps.find((entry) => entry.key === key)?.value ?? null;

/** Every metadata property by name. */
export const allMetadata = (model: ModelProto): ReadonlyMap<string, string> =>
  new Map(model.metadataProps.map(({ key, value }) => [key, value]));

/** Sets properties in place, replacing those of the same name and keeping the rest. */
export function setMetadata(model: ModelProto, properties: Readonly<Record<string, string>>): void {
  const kept = model.metadataProps.filter(({ key }) => !Object.hasOwn(properties, key));
  const added = Object.entries(properties).map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value }),
  );
  model.metadataProps = [...kept, ...added];
}
