import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase, type EmptyDatabase } from './testing/each-database.ts';
import { openLibraryRoom, type LibraryRoom } from './testing/library-room.ts';

const title = (engine: string) => `several programs on one read database in ${engine}`;

describeOnEachDatabase(title, (makeDatabase) => {
  let made: EmptyDatabase;
  let library: LibraryRoom;
  beforeEach(async () => {
    made = await makeDatabase();
    library = await openLibraryRoom(made.url);
  });
  afterEach(async () => {
    await library.leave();
    made.remove();
  });

  it('goes on in the other when one is killed in the middle, with every row and every command exactly once', async () => {
    const [first, second] = [await library.begin(), await library.begin()];
    await library.askMany(60);
    const asking = library.askMany(60);
    await first.kill();
    await asking;
    const third = await library.begin();
    await library.askMany(60);
    await second.kill();
    await library.askMany(20);
    await library.settled();

    const causes = await library.causes();
    expect(causes).toHaveLength(200);
    expect(new Set(causes).size).toBe(200);
    expect((await library.processes.status())[0]?.owed).toEqual({ waiting: 0, open: 0, stuck: 0 });

    await third.kill();
    const before = await library.rows();
    expect(before).toHaveLength(205);
    await library.projections.rebuild('tally');
    expect(await library.rows()).toEqual(before);
  });

  it('rebuilds in one while another keeps the rows up', async () => {
    await library.begin();
    await library.askMany(30);
    const asking = library.askMany(60);
    await library.projections.rebuild('all');
    await asking;
    await library.processes.rebuild('fetching');
    await library.settled();
    expect(await library.causes()).toHaveLength(90);
    expect(await library.rows()).toHaveLength(95);
    expect(await library.database.projectionStore.builds()).toMatchObject([{ number: 2 }, { number: 2 }]);
  });
});
