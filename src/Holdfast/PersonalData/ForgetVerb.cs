using System.Globalization;
using Holdfast.Items;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Verbs;

namespace Holdfast.PersonalData;

/// <summary><c>holdfast forget USER</c>: has it ordered, and shows how far it has come.</summary>
internal sealed class ForgetVerb(IHoldfastStore store, TimeProvider time) : IVerb
{
    private const int MostCounted = 10_000;

    /// <summary>One call of a running server may take 30 s.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>After that nobody seems to be there who would take the order.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What can be typed behind it.</summary>
    public static VerbParameter[] Parameters { get; } =
    [
        new("user", "Slack's id of the person, such as U0123ABCD.", VerbParameterKind.Argument),
        new("yes", "Does it. Without, it is only said what there is.", VerbParameterKind.Flag),
    ];

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var user = UserOf(call);
        if (call.Next is { } next)
            return await FollowAsync(next, cancellationToken);
        if (!call.Has("yes"))
            return await CountAsync(user, cancellationToken);
        var order = new ForgetOrder(user, time.GetUtcNow(), call.By).ToItem(time);
        await store.AppendAsync([order], cancellationToken);
        return call.IsServed
            ? new VerbReply("", "", IsDone: true) { Next = Cursor(order.Id, time.GetUtcNow()) }
            : Reply(new ForgetView("ordered", new ForgetState()), "the order is kept, and carried out by the next server that starts");
    }

    /// <summary>The id that was typed; a name would be one of several people's.</summary>
    /// <exception cref="VerbException">It is none.</exception>
    internal static string UserOf(VerbCall call) => call.Text("user") is { Length: > 2 and <= 40 } user && (user[0] is 'U' or 'W') && user.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter))
        ? user
        : throw new VerbException("name the person by Slack's id, such as U0123ABCD: in Slack, open the profile, then 'Copy member ID'.") { IsUsage = true };

    private async ValueTask<VerbReply> CountAsync(string user, CancellationToken cancellationToken)
    {
        var runs = (await store.FindRunsAsync(new RunQuery { User = user }, MostCounted, cancellationToken)).Count;
        var turns = (await store.GetSaidAsync(user, after: 0, MostCounted, cancellationToken)).Count;
        return Reply(
            new ForgetView("not ordered", new ForgetState { Runs = runs, Turns = turns }),
            $"{Counted(runs, "run")} and {Counted(turns, "turn")} of {user} are kept in the store, beside settings, timers and feedback. Nothing was deleted; add --yes to delete all of it for good");

        static string Counted(int count, string thing) => count == MostCounted ? $"at least {Quantities.Count(count, thing)}" : Quantities.Count(count, thing);
    }

    private async ValueTask<VerbReply> FollowAsync(string cursor, CancellationToken cancellationToken)
    {
        var (order, since) = Read(cursor);
        for (var until = time.GetUtcNow() + Look; ;)
        {
            var state = ForgetState.Read(await store.GetValueAsync(ForgetState.KeyOf(order), cancellationToken));
            if (state is { Done: true })
                return Reply(new ForgetView("done", state), $"forgotten: {Line(state)}");
            var now = time.GetUtcNow();
            if (state is null && now - since > Patience)
                return Reply(new ForgetView("ordered", new ForgetState()), $"the order is kept, but nothing has come of it within {Patience.TotalSeconds:0} s. The next worker that is free carries it out");
            if (now >= until)
                return new VerbReply("", "") { Next = cursor, Progress = state is null ? "waiting for a worker" : $"so far {Line(state)}" };
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static string Line(ForgetState state) =>
        $"{Quantities.Count(state.Runs, "run")}, {Quantities.Count(state.Turns, "turn")}, {Quantities.Count(state.Records, "record")} and {Quantities.Count(state.DeadLetters, "dead letter")} deleted";

    private static VerbReply Reply(ForgetView view, string text) => VerbReply.Of(view, PersonalDataJson.Default.ForgetView, text);

    private static string Cursor(ItemId order, DateTimeOffset since) => string.Create(CultureInfo.InvariantCulture, $"{order}/{since.ToUnixTimeMilliseconds()}");

    private static (ItemId Order, DateTimeOffset Since) Read(string cursor)
    {
        var parts = cursor.Split('/');
        return ItemId.TryParse(parts[0], out var order) && long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? (order, DateTimeOffset.FromUnixTimeMilliseconds(since))
            : throw new VerbException("the place to go on from cannot be read.") { IsUsage = true };
    }
}

/// <summary>What became of an order, as an operator sees it.</summary>
/// <param name="State"><c>not ordered</c>, <c>ordered</c> or <c>done</c>.</param>
/// <param name="Deleted">What was deleted; of one that was not ordered, what would be.</param>
internal sealed record ForgetView(string State, ForgetState Deleted);
