using System.Collections.Concurrent;
using Holdfast.Simulator;
using Holdfast.Simulator.Interactivity;
using Holdfast.Simulator.World;

namespace Holdfast.LoadRun.Soak;

/// <summary>What a storm delivers again: a mention as it was.</summary>
internal sealed record SaidMention(string Channel, string User, string Text, string Ts);

/// <summary>What people want of the bot. Each waits for its answer as a person does: who is offered to retry does, and whose command was not taken types it again.</summary>
internal sealed class SoakPeople
{
    private const int People = 40;
    private const int Channels = 16;
    private const int Remembered = 200;
    private const string Approve = "approval.approve";
    private const string Deny = "approval.deny";
    public const string Retry = "run.retry";
    private const string RingsIn = "5 seconds";

    /// <summary>Longer than any disturbance, and than what has to wait for Slack's pace after a 429: an answer that has not come by then will not come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BeforeAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforePressedAgain = TimeSpan.FromSeconds(15);

    private readonly SlackSimulator _slack;
    private readonly SoakLedger _ledger;
    private readonly List<string> _people;
    private readonly List<string> _channels;
    private readonly List<string> _direct;
    private readonly ConcurrentQueue<SaidMention> _mentions = new();
    private readonly (int Weight, int Questions, Func<Random, CancellationToken, Task> DoAsync)[] _errands;

    public SoakPeople(SlackSimulator slack, SoakLedger ledger)
    {
        (_slack, _ledger) = (slack, ledger);
        _people = [.. Enumerable.Range(0, People).Select(i => World.AddUser(new SlackUser($"U0ASKER{i}", $"asker{i}", $"Asker {i}")).Id)];
        _channels = [.. Enumerable.Range(0, Channels).Select(i => World.AddChannel($"soak-{i}").Id)];
        _direct = [.. _people.Select(person => World.OpenDirectMessage(person).Id)];
        _errands =
        [
            (30, 1, (random, cancellation) => MentionAsync(random, followUps: 0, cancellation)),
            (12, 4, (random, cancellation) => MentionAsync(random, followUps: 3, cancellation)),
            (20, 1, DirectMessageAsync),
            (6, 1, EditAsync),
            (3, 2, DeleteAsync),
            (5, 2, TimerAsync),
            (5, 1, CommandAsync),
            (5, 1, ApprovalAsync),
            (5, 1, JobAsync),
        ];
    }

    /// <summary>The latest mentions.</summary>
    public IReadOnlyList<SaidMention> Mentions => [.. _mentions];

    private SlackWorld World => _slack.World;

    private string Approver => World.Grace.Id;

    /// <summary>One errand.</summary>
    /// <returns>How many questions it asks, and its end.</returns>
    public (int Questions, Task Done) Begin(Random random, CancellationToken cancellationToken)
    {
        var drawn = random.Next(_errands.Sum(errand => errand.Weight));
        var chosen = _errands.First(errand => (drawn -= errand.Weight) < 0);
        return (chosen.Questions, chosen.DoAsync(random, cancellationToken));
    }

    private async Task MentionAsync(Random random, int followUps, CancellationToken cancellationToken)
    {
        var (channel, person) = Somewhere(random);
        var first = _ledger.Ask("mention");
        var thread = Mention(channel, person, Words(random, first));
        var answers = new List<Task> { AnsweredAsync(first, person, channel, thread, cancellationToken) };
        for (var i = 0; i < followUps; i++)
        {
            // Some wait for the answer, others say the next thing at once.
            if (random.Next(2) == 0)
                await Task.WhenAll(answers);
            var next = _ledger.Ask("follow-up");
            World.PostAsUser(channel, person, Words(random, next), thread);
            answers.Add(AnsweredAsync(next, person, channel, thread, cancellationToken));
        }

        await Task.WhenAll(answers);
    }

    private Task DirectMessageAsync(Random random, CancellationToken cancellationToken)
    {
        var who = random.Next(People);
        var question = _ledger.Ask("direct message");
        World.PostAsUser(_direct[who], _people[who], Words(random, question));
        return AnsweredAsync(question, _people[who], _direct[who], thread: null, cancellationToken);
    }

    private Task EditAsync(Random random, CancellationToken cancellationToken)
    {
        var (channel, person) = Somewhere(random);
        var question = _ledger.Ask("edited");
        var thread = World.MentionBot(channel, person, $"say {question.Word}. as it was said first");
        World.EditMessage(channel, thread, $"{World.Mention} say {question.Word}. as it was corrected");
        return AnsweredAsync(question, person, channel, thread, cancellationToken);
    }

    private async Task DeleteAsync(Random random, CancellationToken cancellationToken)
    {
        var (channel, person) = Somewhere(random);
        var question = _ledger.Ask("mention");
        var thread = World.MentionBot(channel, person, Words(random, question));
        await AnsweredAsync(question, person, channel, thread, cancellationToken);
        var gone = _ledger.Ask("deleted");
        gone.MayBeSilent = true;
        World.DeleteMessage(channel, World.PostAsUser(channel, person, $"say {gone.Word}.", thread));
    }

    private Task TimerAsync(Random random, CancellationToken cancellationToken)
    {
        var (channel, person) = Somewhere(random);
        var (question, ring) = (_ledger.Ask("timer"), _ledger.AskToRing("ring"));
        var thread = World.MentionBot(channel, person, $$"""use set_timer {"when":"{{RingsIn}}","label":"{{ring.Word}}"}{{"\n"}}then say {{question.Word}}.""");
        return AnsweredAsync(question, person, channel, thread, cancellationToken);
    }

    private async Task CommandAsync(Random random, CancellationToken cancellationToken)
    {
        var (channel, person) = Somewhere(random);
        while (!cancellationToken.IsCancellationRequested)
        {
            var ring = _ledger.AskToRing("command");
            var told = World.Ephemerals.Where(message => message.EphemeralFor == person).Select(message => message.Ts).ToHashSet(StringComparer.Ordinal);
            if ((await _slack.Interactions.Command(person, channel, "/holdfast", $"timer 5s {ring.Word}").Ended).IsAcknowledged
                && await RingsAsync(person, ring, told, cancellationToken))
                return;
            _ledger.NotTaken(ring);
            await Task.Delay(BeforeAgain, cancellationToken);
        }
    }

    /// <summary>Whether a timer rings that was asked for; or the person is asked to try again, as where Slack does not tell who they are.</summary>
    private async Task<bool> RingsAsync(string person, SoakQuestion ring, HashSet<string> told, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rings = World.WaitForMessageAsync(message => message.IsFromBot && SoakLedger.Says(message.Text, ring), Patience, enough.Token);
        var refused = World.WaitForEphemeralAsync(
            person, message => !told.Contains(message.Ts) && message.Text.Contains("try again", StringComparison.Ordinal), Patience, enough.Token);
        var first = await Task.WhenAny(rings, refused);
        await enough.CancelAsync();
        await first;
        return first == rings;
    }

    private Task ApprovalAsync(Random random, CancellationToken cancellationToken)
    {
        var (channel, person) = Somewhere(random);
        var question = _ledger.Ask("approval");
        var thread = World.MentionBot(channel, person, $$"""use current_time {"zone":"UTC"}{{"\n"}}then say {{question.Word}}.""");
        return AnsweredAsync(question, person, channel, thread, cancellationToken, decide: random.Next(4) == 0 ? Deny : Approve);
    }

    private Task JobAsync(Random random, CancellationToken cancellationToken)
    {
        var (channel, person) = Somewhere(random);
        var question = _ledger.Ask("job");
        var thread = World.MentionBot(channel, person, $$"""use exec {"command":["echo","done"]}{{"\n"}}then say {{question.Word}}.""");
        return AnsweredAsync(question, person, channel, thread, cancellationToken);
    }

    /// <summary>Waits for an answer. Where there is none but a button to retry, it is pressed; where something is to be approved, it is decided.</summary>
    private async Task AnsweredAsync(
        SoakQuestion question, string person, string channel, string? thread, CancellationToken cancellationToken, string decide = Approve)
    {
        var asked = _ledger.Now;
        var pressed = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            SlackMessage said;
            try
            {
                said = await World.WaitForMessageAsync(
                    message => message.IsFromBot && message.Channel == channel && message.ThreadTs == thread
                        && ((SoakLedger.Says(message.Text, question) && !Offers(message, Retry)) || ((Offers(message, Retry) || Offers(message, Approve)) && !pressed.Contains(message.Ts))),
                    BeforePressedAgain, cancellationToken);
            }
            catch (TimeoutException) when (_ledger.Now - asked < Patience)
            {
                // Who pressed may have been asked to try again later, and does.
                pressed.Clear();
                continue;
            }

            // With the button to retry it is the part of an answer that was there when the model failed.
            if (SoakLedger.Says(said.Text, question) && !Offers(said, Retry))
            {
                _ledger.Answered(asked);
                return;
            }

            pressed.Add(said.Ts);
            if (Offers(said, Approve))
            {
                await ClickAsync(Approver, said, decide, cancellationToken);
                continue;
            }

            _ledger.Retry();
            await ClickAsync(person, said, Retry, cancellationToken);
        }
    }

    /// <summary>Clicks until the click was taken, or the button is gone.</summary>
    private async Task ClickAsync(string person, SlackMessage message, string action, CancellationToken cancellationToken)
    {
        while (true)
        {
            Interaction? click = null;
            World.InOneMoment(() =>
            {
                if (World.Message(message.Channel, message.Ts) is { } now && Offers(now, action))
                    click = _slack.Interactions.Click(person, message.Channel, message.Ts, action);
            });
            if (click is null || (await click.Ended).IsAcknowledged)
                return;
            await Task.Delay(BeforeAgain, cancellationToken);
        }
    }

    private string Mention(string channel, string person, string text)
    {
        var ts = World.MentionBot(channel, person, text);
        _mentions.Enqueue(new SaidMention(channel, person, $"{World.Mention} {text}", ts));
        if (_mentions.Count > Remembered)
            _mentions.TryDequeue(out _);
        return ts;
    }

    private (string Channel, string Person) Somewhere(Random random) => (_channels[random.Next(Channels)], _people[random.Next(People)]);

    /// <summary>Most answers are short, some long, and some come slowly.</summary>
    private static string Words(Random random, SoakQuestion question) => random.Next(10) switch
    {
        0 => $"slow 2 Slowly, a word at a time, as models write: {question.Word}.",
        1 => $"say {question.Word}. {string.Concat(Enumerable.Repeat("A longer answer, as some are. ", random.Next(20, 100)))}",
        _ => $"say {question.Word}. That is all.",
    };

    public static bool Offers(SlackMessage message, string action) => message.Blocks?.Contains(action, StringComparison.Ordinal) == true;
}
