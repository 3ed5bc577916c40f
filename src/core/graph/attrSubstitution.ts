import type { AttrValue } from '../proto/messages.ts';

/** True where a body's attribute takes a value of the calling node (`placeholder: "T"` in attr_value.proto), at any depth. */
export function hasPlaceholder({ value }: AttrValue): boolean {
  switch (value.case) {
    case 'placeholder':
      return true;
    case 'func':
      return Object.values(value.value.attr).some(hasPlaceholder);
    case 'list':
      return value.value.func.some((func) => Object.values(func.attr).some(hasPlaceholder));
    default:
      return false;
  }
}

/** The attribute with every placeholder replaced; undefined where the caller has no such attribute. */
export function substitute(attr: AttrValue, lookup: (name: string) => AttrValue | undefined): AttrValue | undefined {
  const { value } = attr;
  switch (value.case) {
    case 'placeholder':
      return lookup(value.value);
    case 'func':
      return { ...attr, value: { case: 'func', value: substituteFunc(value.value, lookup) } };
    case 'list':
      return {
        ...attr,
        value: { case: 'list', value: { ...value.value, func: value.value.func.map((func) => substituteFunc(func, lookup)) } },
      };
    default:
      return attr;
  }
}

type FuncValue = Extract<AttrValue['value'], { case: 'func' }>['value'];

function substituteFunc(func: FuncValue, lookup: (name: string) => AttrValue | undefined): FuncValue {
  const attr: FuncValue['attr'] = {};
  for (const [name, value] of Object.entries(func.attr)) {
    const replaced = substitute(value, lookup);
    if (replaced !== undefined) attr[name] = replaced;
  }
  return { ...func, attr };
}
