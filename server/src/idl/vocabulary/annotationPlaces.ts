import { streamingModes } from './annotationKeys';

/** The kinds of nodes at which somebody reads annotations. */
type AnnotatedKind = 'field' | 'method' | 'service' | 'struct' | 'enum' | 'item' | 'typedef' | 'type' | 'other';

const split = (list: string): readonly string[] => list.split(/\s+/);

/** By the kind of node: the keys that Kitex, thriftgo, hz or thrift-gen-validator read there, the most usual first. */
const keysAt: Readonly<Partial<Record<AnnotatedKind, readonly string[]>>> = {
  field: split(
    `api.query api.body api.path api.header go.tag api.js_conv api.form api.cookie api.raw_body api.none api.file_name
     api.http_code api.vd thrift.nested`,
  ),
  method: split(
    `api.get api.post api.put api.delete api.patch api.head api.options api.any api.handler_path
     api.serializer streaming.mode`,
  ),
  service: split('api.base_domain api.service_group api.service_path api.service_gen_dir'),
  struct: split('vt.assert thrift.is_interface'),
  typedef: split('thrift.is_alias'),
};

/** The annotation keys that are read at a node of this kind, `vt.*` rules of fields left out. */
export function annotationKeysFor(kind: AnnotatedKind): readonly string[] {
  return keysAt[kind] ?? [];
}

const flags = split('true false');

/** What a key may be set to where that is one of a few words; empty for all others. */
export function annotationValuesFor(key: string): readonly string[] {
  if (key === 'streaming.mode') return streamingModes;
  if (key === 'api.serializer') return split('json form');
  if (/^api\.(?:js_conv|none)$/i.test(key) || /^thrift\./.test(key)) return ['true'];
  return /^vt\.(?:[\w.]+\.)?(?:not_nil|defined_only|no_sparse|skip)$/.test(key) ? flags : [];
}
