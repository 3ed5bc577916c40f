import type { Manifest, ManifestTensor } from '../../src/core/run/manifest.ts';
import type { Host } from '../state/host.ts';
import type { ViewSettings } from './settings.ts';

/** What every view of a tensor gets. */
export interface ViewProps {
  readonly host: Host;
  readonly run: string;
  readonly manifest: Manifest;
  readonly tensor: ManifestTensor;
  readonly settings: ViewSettings;
  readonly onSettings: (change: Partial<ViewSettings>) => void;
  readonly labels: readonly string[] | undefined;
  readonly onLabels: () => void;
}
