using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Settings;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Settings;

[Trait("Req", "AS-12")]
public sealed class SettingsBookTests
{
    private static readonly ConversationId Here = ConversationId.Parse("T1/C1/1700000000.000100");
    private static readonly ChosenSettings Set = new() { Model = "fast", Instructions = "Answer in French.", Streams = false };

    [Fact]
    public async Task What_is_set_counts_for_its_person_in_its_workspace_and_for_its_channel()
    {
        var (book, store) = Book();
        await KeepAsync(store, SettingsRecords.ToRecord("T1", "U1", Set));
        await KeepAsync(store, SettingsRecords.ToRecord("T1", "C1", Set with { Instructions = "Name the ticket." }));

        Assert.Equal(
            new TurnSettings { Model = "fast", ChannelModel = "fast", Instructions = "Answer in French.", ChannelInstructions = "Name the ticket.", Streams = false },
            await book.ForAsync(Here, "U1", CancellationToken.None));
        Assert.Equal(new TurnSettings { ChannelModel = "fast", ChannelInstructions = "Name the ticket." }, await book.ForAsync(Here, "U2", CancellationToken.None));
        Assert.Equal(TurnSettings.None, await book.ForAsync(ConversationId.Parse("T2/C1/1700000000.000100"), "U1", CancellationToken.None));
    }

    [Fact]
    public async Task What_the_operator_switches_off_or_forbids_does_not_count_though_it_is_set()
    {
        var (book, store) = Book(new SettingsOptions { Instructions = false, Streaming = false, Channels = ChannelSetters.Nobody }, "usual", "clever");
        await KeepAsync(store, SettingsRecords.ToRecord("T1", "U1", Set));
        await KeepAsync(store, SettingsRecords.ToRecord("T1", "C1", Set));
        Assert.Equal(TurnSettings.None, await book.ForAsync(Here, "U1", CancellationToken.None));
    }

    [Fact]
    public async Task What_a_run_goes_by_is_read_as_it_was_kept_and_finds_the_runs_of_its_person()
    {
        var (_, store) = Book();
        var (first, second, other) = (ItemId.New(TimeProvider.System), ItemId.New(TimeProvider.System), ItemId.New(TimeProvider.System));
        var settings = new TurnSettings { Model = "fast", Streams = false };
        await KeepAsync(store, SettingsRecords.OfRun(first, "T1", "U1", settings));
        await KeepAsync(store, SettingsRecords.OfRun(second, "T1", "U1", TurnSettings.None));
        await KeepAsync(store, SettingsRecords.OfRun(other, "T1", "U2", TurnSettings.None));

        Assert.Equal(settings, await store.GetOfRunAsync(first, CancellationToken.None));
        Assert.Equal([second, first], await store.GetLatestRunsOfAsync("T1", "U1", 5, CancellationToken.None));
    }

    private static async Task KeepAsync(InMemoryStore store, StoredRecord record) =>
        await store.AppendAsync([new NewItem { Id = ItemId.New(TimeProvider.System), Queue = LaneQueue.Interactive, Lane = "x", Kind = "x", Payload = default, Records = [record] }], CancellationToken.None);

    private static (SettingsBook Book, InMemoryStore Store) Book(SettingsOptions? options = null, params string[] models)
    {
        var store = new InMemoryStore(new FakeClock());
        return (new SettingsBook(store, [new Settable(models.Length == 0 ? ["usual", "fast"] : models)], Options.Create(options ?? new SettingsOptions())), store);
    }

    private sealed class Settable(IReadOnlyList<string> models) : ISettableAgent
    {
        public IReadOnlyList<string> Models => models;
    }
}
