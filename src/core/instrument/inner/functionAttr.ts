import { create } from '@bufbuild/protobuf';
import { AttrValueSchema, type AttrValue, type NameAttrList } from '../../proto/messages.ts';

/** The same function attribute with another function. */
export function functionAttr(old: AttrValue | undefined, name: string): AttrValue {
  const attr = old?.value.case === 'func' ? old.value.value.attr : {};
  return create(AttrValueSchema, { value: { case: 'func', value: { name, attr } } });
}

/** The same list of functions with others in their place. */
export function functionsAttr(old: AttrValue | undefined, names: readonly string[]): AttrValue {
  const known: readonly NameAttrList[] = old?.value.case === 'list' ? old.value.value.func : [];
  return create(AttrValueSchema, {
    value: { case: 'list', value: { func: names.map((name, index) => ({ name, attr: known[index]?.attr ?? {} })) } },
  });
}
