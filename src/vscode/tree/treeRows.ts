import { byteSizeText } from '../../core/run/byteSize.ts';
import * as vscode from 'vscode';
import { ownFunctions } from '../../core/describe/ownFunctions.ts';
import type { EntryChoice, LayerRow, MetaGraphRow, OpRow } from '../../rpc/modelService.ts';
import type { OpenModel } from '../model/openModel.ts';
import { sentenceOf } from '../report.ts';
import { layerTree } from './layerTree.ts';
import { NodeStore } from './nodeStore.ts';
import {
  groupSize,
  type BodyNode,
  type EntryNode,
  type Group,
  type GroupNode,
  type GroupParts,
  type LayerNode,
  type ModelNode,
  type OpNode,
  type OpsNode,
  type TreeNode,
} from './nodes.ts';
import type { TreeFilter } from './treeFilter.ts';

/** Makes the rows of the tree; each list is asked for when its parent is opened. */
export class TreeRows {
  readonly store = new NodeStore();
  filter: TreeFilter | undefined;

  model(model: OpenModel): ModelNode {
    return this.store.keep({ kind: 'model', id: model.uri.toString(), parent: undefined, model });
  }

  async children(node: TreeNode): Promise<TreeNode[]> {
    try {
      return await this.#childrenOf(node);
    } catch (error) {
      return [
        this.store.keep({ kind: 'problem', id: `${node.id}/!`, parent: node, model: node.model, message: sentenceOf(error) }),
      ];
    }
  }

  /** Signatures of a model; of one without any, its functions. */
  async entries(parent: ModelNode): Promise<EntryNode[]> {
    const { metaGraphs } = await parent.model.document();
    return metaGraphs.flatMap((metaGraph) => {
      const { signatures, tagSet } = metaGraph;
      const tags = metaGraphs.length > 1 ? `${tagsText(tagSet)} · ` : '';
      if (signatures.length > 0)
        return signatures.map(({ key }) => this.#entry(parent, `${tags}${key}`, { tagSet, signature: key }));
      return ownFunctions(metaGraph.functions).map(({ path }) =>
        this.#entry(parent, `${tags}${path}()`, { tagSet, function: path }),
      );
    });
  }

  /** The row of a layer and all rows around it, ready to be revealed; signatures are looked through in their order. */
  async findLayer(model: OpenModel, name: string): Promise<LayerNode | undefined> {
    for (const entry of await this.entries(this.model(model))) {
      const tree = layerTree((await model.layers(entry.choice)).layers);
      const position = tree.find(name);
      if (position === undefined) continue;
      const line = [position];
      for (let at = tree.parent(position); at !== undefined; at = tree.parent(at)) line.unshift(at);
      let node: EntryNode | LayerNode = entry;
      for (const at of line) {
        const parent: EntryNode | LayerNode = node;
        const place = tree.children(parent.kind === 'layer' ? parent.position : undefined).indexOf(at);
        if (place >= this.store.limit(parent)) this.store.showMore(parent, place);
        const row: LayerRow | undefined = tree.rows[at];
        if (row !== undefined) node = this.#layer(parent, row, at, tree.children(at).length > 0);
      }
      return node.kind === 'layer' ? node : undefined;
    }
    return undefined;
  }

  async #childrenOf(node: TreeNode): Promise<TreeNode[]> {
    switch (node.kind) {
      case 'model':
        return [
          ...(await this.entries(node)),
          ...(await node.model.document()).metaGraphs.flatMap((metaGraph, i, all) =>
            this.#groups(node, metaGraph, all.length > 1, i),
          ),
        ];
      case 'entry':
        return this.#layers(node);
      case 'layer':
        return node.hasInner ? this.#layers(node) : this.#ops(node, { layer: node.row.path });
      case 'ops':
        return this.#ops(node, {});
      case 'body':
        return this.#ops(node, { inside: node.inside });
      case 'op':
        return this.#insideOp(node);
      case 'group':
        return this.#members(node);
      default:
        return [];
    }
  }

  async #layers(node: EntryNode | LayerNode): Promise<TreeNode[]> {
    const { layers } = await node.model.layers(node.choice);
    const tree = layerTree(layers);
    const all = tree.children(node.kind === 'layer' ? node.position : undefined);
    const filtered = await this.filter?.of(node.kind === 'layer' ? node.entry : node, tree);
    const positions = filtered === undefined ? all : all.filter((position) => filtered.shown.has(position));
    const rows = positions.slice(0, this.store.limit(node)).flatMap((position) => {
      const row = layers[position];
      return row === undefined ? [] : [this.#layer(node, row, position, tree.children(position).length > 0)];
    });
    const paged = this.store.paged(node, positions.length, rows);
    if (node.kind === 'layer') return paged;
    if (filtered === undefined)
      return [
        ...paged,
        this.store.keep<OpsNode>({
          kind: 'ops',
          id: `${node.id}@ops`,
          parent: node,
          model: node.model,
          choice: node.choice,
          isAll: rows.length === 0,
        }),
      ];
    if (rows.length > 0) return paged;
    return [
      this.store.keep({
        kind: 'item',
        id: `${node.id}/none`,
        parent: node,
        model: node.model,
        label: vscode.l10n.t('No layer matches the filter'),
        description: filtered.problem ?? '',
        icon: 'info',
      }),
    ];
  }

  async #ops(
    parent: LayerNode | OpsNode | BodyNode,
    which: { readonly layer?: string; readonly inside?: string },
  ): Promise<TreeNode[]> {
    const { choice, model } = parent;
    const page = await model.call('ops', { ...choice, ...which, offset: 0, limit: this.store.limit(parent) });
    return this.store.paged(
      parent,
      page.total,
      page.rows.map((row) => this.#op(parent, row)),
    );
  }

  /** What a loop or branch runs, then its values. */
  #insideOp(node: OpNode): TreeNode[] {
    const { choice, model, row } = node;
    const bodies = (row.bodies ?? []).map((body) =>
      this.store.keep<BodyNode>({
        kind: 'body',
        id: `${node.id}@${body.label}`,
        parent: node,
        model,
        choice,
        isLoop: row.op.endsWith('While'),
        ...body,
      }),
    );
    const tensors = row.outputs.map((output) =>
      this.store.keep({
        kind: 'tensor',
        id: `${node.id}:${output.tensor}`,
        parent: node,
        model,
        choice,
        row: output,
        op: row.op,
      }),
    );
    return this.store.paged(node, bodies.length + tensors.length, [...bodies, ...tensors].slice(0, this.store.limit(node)));
  }

  #members(node: GroupNode): TreeNode[] {
    const { model, parts } = node;
    const shown = <T>(list: readonly T[], make: (member: T, position: number) => TreeNode): TreeNode[] =>
      this.store.paged(node, list.length, list.slice(0, this.store.limit(node)).map(make));
    if (parts.variables !== undefined)
      return shown(parts.variables, (row) =>
        this.store.keep({ kind: 'variable', id: `${node.id}/${row.key}`, parent: node, model, row }),
      );
    if (parts.functions !== undefined) {
      const { rows, tagSet } = parts.functions;
      return shown(rows, ({ path }) => this.#entry(node, `${path}()`, { tagSet, function: path }, true));
    }
    return shown(parts.items ?? [], (item, position) =>
      this.store.keep({ kind: 'item', id: `${node.id}/${position}`, parent: node, model, ...item }),
    );
  }

  #groups(parent: ModelNode, metaGraph: MetaGraphRow, isOneOfMany: boolean, position: number): GroupNode[] {
    const { assets, functions, signatures, tagSet, variables, warnings } = metaGraph;
    const groups: readonly (readonly [Group, GroupParts])[] = [
      ['variables', { variables }],
      // Of a model without signatures the functions stand above already.
      ['functions', { functions: { tagSet, rows: signatures.length === 0 ? [] : ownFunctions(functions) } }],
      [
        'assets',
        {
          items: assets.map(({ bytes, name }) => ({
            label: name,
            description: bytes === null ? vscode.l10n.t('missing') : byteSizeText(bytes),
            icon: bytes === null ? 'warning' : 'file',
          })),
        },
      ],
      ['warnings', { items: warnings.map(({ message }) => ({ label: message, description: '', icon: 'warning' })) }],
    ];
    const tags = isOneOfMany ? tagsText(tagSet) : '';
    return groups
      .filter(([, parts]) => groupSize(parts) > 0)
      .map(([group, parts]) =>
        this.store.keep<GroupNode>({
          kind: 'group',
          id: `${parent.id}/${position}/${group}`,
          parent,
          model: parent.model,
          group,
          parts,
          tags,
        }),
      );
  }

  #entry(parent: ModelNode | GroupNode, label: string, choice: EntryChoice, isFunction = false): EntryNode {
    return this.store.keep<EntryNode>({
      kind: 'entry',
      id: `${parent.id}#${label}`,
      parent,
      model: parent.model,
      choice,
      label,
      isFunction,
    });
  }

  #layer(parent: EntryNode | LayerNode, row: LayerRow, position: number, hasInner: boolean): LayerNode {
    const entry = parent.kind === 'layer' ? parent.entry : parent;
    return this.store.keep<LayerNode>({
      kind: 'layer',
      id: `${entry.id}/${row.path}`,
      parent,
      model: parent.model,
      choice: parent.choice,
      entry,
      row,
      position,
      hasInner,
    });
  }

  #op(parent: LayerNode | OpsNode | BodyNode, row: OpRow): OpNode {
    return this.store.keep<OpNode>({
      kind: 'op',
      id: `${parent.id}@${row.name}`,
      parent,
      model: parent.model,
      choice: parent.choice,
      row,
    });
  }
}

function tagsText(tagSet: readonly string[]): string {
  return tagSet.length === 0 ? vscode.l10n.t('(no tags)') : tagSet.join(',');
}
