/** What is wrong with a file, a sentence each with where it is; the first hundred, and how many there are. */
export class Problems {
  readonly first: string[] = [];
  count = 0;

  add(text: string): void {
    this.count += 1;
    if (this.first.length < 100) this.first.push(text);
  }
}
