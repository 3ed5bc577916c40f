/** Value of rank `rank` (0 = least) among `values[from…to)`, which it partly sorts: those before are no greater, those behind no less. */
export function selectRank(values: Float64Array, rank: number, from = 0, to = values.length): number {
  let low = from;
  let high = to - 1;
  while (low < high) {
    // The middle of three keeps sorted and constant data from being the worst case.
    const pivot = middle(values[low] as number, values[(low + high) >>> 1] as number, values[high] as number);
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const kept = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = kept;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank] ?? NaN;
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Quantiles as NumPy's default gives them: straight between the two nearest ranks. Reorders the values. */
export function quantiles(values: Float64Array, shares: readonly number[]): number[] {
  let sorted = 0;
  const found = new Map<number, number>();
  for (const share of [...shares].sort((a, b) => a - b)) {
    const place = share * (values.length - 1);
    const below = Math.floor(place);
    const lower = selectRank(values, below, sorted);
    const upper = below === place ? lower : selectRank(values, below + 1, below);
    sorted = below;
    found.set(share, lower + (upper - lower) * (place - below));
  }
  return shares.map((share) => found.get(share) ?? NaN);
}
