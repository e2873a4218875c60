using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Commands;
using Holdfast.Conversations;
using Holdfast.Diagnostics;
using Holdfast.Home;
using Holdfast.Interactions;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Storage;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NotesBot.Notes;

namespace Holdfast.Testing.Storage;

/// <summary>A feature that no store has heard of (<see cref="NotesModule"/>) is kept, found, counted and swept like Holdfast's own.</summary>
public abstract partial class StoreConformance
{
    private static readonly HomeViewer Viewer = new(new TeamId("T1"), new UserId("U1"));

    [Fact]
    [Trait("Req", "XP-11")]
    public async Task A_feature_of_ones_own_keeps_what_its_tool_and_its_command_were_told()
    {
        await using var notes = Feature();
        var result = await Assert.Single(notes.GetServices<IAgentTool>()).RunAsync(Call("""{ "text": "buy \u0000 eggs \ud83e\udd5a" }"""), None);
        await KeepAsync(new() { Settings = result.Effects.Records });
        await SayAsync("water the plants", "Noted.");
        await SayAsync("mine", "Noted.", user: "U2");

        await SayAsync("", "• buy \0 eggs \U0001F95A\n• water the plants");
        Assert.Equal(3, (await Assert.Single(notes.GetServices<IHomeSection>()).ShowAsync(Viewer, None)).Count);
        var figure = Assert.Single(notes.GetServices<WaitingFigure>());
        Assert.Equal((3, 3, 0), (await figure.CountAsync(null, None), await figure.CountAsync("T1", None), await figure.CountAsync("T2", None)));

        await SayAsync("done", "Done.");
        await SayAsync("", "• water the plants");

        async Task SayAsync(string arguments, string answer, string user = "U1")
        {
            await Store.AppendAsync([Item("command", "x")], None);
            var claim = await ClaimLaneAsync("command");
            var command = new Interaction { Work = new LaneWork(claim, Store), Team = new TeamId("T1"), User = new UserId(user) };
            var reply = await Assert.Single(notes.GetServices<ISubcommand>()).RunAsync(command, arguments, None);
            Assert.Equal(answer, reply.Text);
            await Store.CommitAsync(command.Done() with { Records = reply.Effects.Records, Append = reply.Effects.Append }, None);
        }
    }

    [Fact]
    [Trait("Req", "XP-11")]
    [Trait("Req", "RS-16")]
    public async Task What_a_feature_of_ones_own_keeps_is_swept_by_its_own_setting_once_it_has_ended()
    {
        await using var notes = Feature(("Notes:Keep", "01:00:00"));
        var open = new Note { Id = ItemId.New(Clock), Team = "T1", User = "U1", Text = "open" };
        var done = open with { Id = ItemId.New(Clock), DoneAt = Clock.GetUtcNow() };
        await KeepAsync(new() { Settings = [open.ToRecord(), done.ToRecord()] });

        await SweepFeaturesAsync();
        Assert.Equal(done, await Store.GetAsync(NoteRecords.Kind, done.Id, None));
        Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(1));
        await SweepFeaturesAsync();
        Assert.Null(await Store.GetAsync(NoteRecords.Kind, done.Id, None));
        Assert.Equal(open, await Store.GetAsync(NoteRecords.Kind, open.Id, None));

        async Task SweepFeaturesAsync()
        {
            var never = DateTimeOffset.UnixEpoch;
            var records = notes.GetServices<RecordRetention>().Select(retention => new RecordCutoff(retention.Kind, Clock.GetUtcNow() - retention.Keep()));
            while (await Store.SweepAsync(new SweepCutoffs(never, never, never, never, 1_000) { Records = [.. records] }, None))
            {
            }
        }
    }

    [Fact]
    [Trait("Req", "SE-7")]
    public async Task Records_are_found_by_the_moment_at_which_they_ended_and_outlive_the_runs()
    {
        var midnight = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
        StoredRecord Day(int day, string team) => new RecordKey("day", $"{day}/{team}").With($"{day}") with { Team = team, User = "U1", EndedAt = midnight.AddDays(day) };
        var open = new RecordKey("day", "open").With("open") with { Team = "T1" };
        await KeepAsync(new() { Settings = [Day(1, "T1"), open, Day(3, "T1"), Day(2, "T2"), Day(2, "T1")] });

        await SeeAsync(new RecordQuery("day") { EndedFrom = midnight.AddDays(2) }, "3", "2", "2");
        await SeeAsync(new RecordQuery("day") { EndedFrom = midnight.AddDays(2), EndedBefore = midnight.AddDays(3) }, "2", "2");
        await SeeAsync(new RecordQuery("day") { Team = "T1", EndedFrom = midnight.AddDays(2), EndedBefore = midnight.AddDays(3) }, "2");
        await SeeAsync(new RecordQuery("day") { EndedBefore = midnight.AddDays(2), Order = RecordOrder.Newest }, "1");
        await SeeAsync(new RecordQuery("day") { EndedFrom = midnight, IsOpen = true });

        var later = midnight.AddDays(100);
        while (await Store.SweepAsync(new SweepCutoffs(later, later, later, later, 0) { Records = [new RecordCutoff("day", midnight.AddDays(2))] }, None))
        {
        }

        await SeeAsync(new RecordQuery("day"), "open", "3", "2", "2");

        async Task SeeAsync(RecordQuery query, params string[] values)
        {
            Assert.Equal(values, (await Store.FindRecordsAsync(query, 100, None)).Select(record => record.Value));
            Assert.Equal(values.Length, await Store.CountRecordsAsync(query, None));
        }
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_says_so_and_hides_no_other()
    {
        var (broken, sound) = (ItemId.New(Clock), new Note { Id = ItemId.New(Clock), Team = "T1", User = "U1", Text = "x" });
        await KeepAsync(new() { Settings = [NoteRecords.Kind.KeyOf(broken).With("{"), sound.ToRecord()] });
        var error = await Assert.ThrowsAsync<StoreException>(async () => await Store.GetAsync(NoteRecords.Kind, broken, None));
        Assert.False(error.IsTransient);
        Assert.Contains($"note {broken}", error.Message, StringComparison.Ordinal);
        Assert.Equal(sound, await Store.GetAsync(NoteRecords.Kind, sound.Id, None));
    }

    private ServiceProvider Feature(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddSingleton<IRecordReader>(Store).AddOptions().AddNotes(configuration).BuildServiceProvider();
    }

    private static ToolCall Call(string arguments) => new("call", JsonElement.Parse(arguments), new AgentTurn
    {
        Run = default, Conversation = new ConversationId(new TeamId("T1"), new ChannelId("C1"), Thread: null), User = "U1", Content = MessageContent.Empty, Memory = null!,
    }, ApprovedBy: null);
}
