import type { Host } from '../state/host.ts';

/** Path of what was dropped: a file of the explorer by its URI, one from outside the workbench by its bytes; undefined for anything else. */
export async function droppedFile(host: Host, transfer: DataTransfer): Promise<string | undefined> {
  const uri = transfer
    .getData('application/vnd.code.uri-list')
    .split(/\r?\n/)
    .find((line) => line !== '' && !line.startsWith('#'));
  // The list of files is empty as soon as the event is over.
  const file = transfer.files[0];
  if (uri !== undefined) return (await host.call('dropFile', { uri })).spec;
  if (file === undefined) return undefined;
  return (await host.call('dropFile', { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })).spec;
}
