using System.Text.Json.Nodes;
using Holdfast.EndToEnd.Tests.Support;
using Holdfast.LoadRun.Soak.Report;
using Holdfast.Simulator;
using Holdfast.Simulator.Faults;
using Holdfast.Simulator.Model;

namespace Holdfast.LoadRun.Soak;

/// <summary>Does to the server what the plan has for it.</summary>
internal sealed class SoakDisturber(SoakPlan plan, SlackSimulator slack, SoakServer server, SoakPeople people, SoakLedger ledger)
{
    private static readonly TimeSpan FaultLasts = TimeSpan.FromSeconds(6);

    private readonly Random _random = new(plan.Seed + 1);
    private readonly List<SoakMark> _marks = [];
    private int _faults;

    public IReadOnlyList<SoakMark> Marks => _marks;

    /// <summary>Events of storms.</summary>
    public long DeliveredAgain { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var lasting = new List<Task>();
        foreach (var next in plan.Disturbances)
        {
            if (next.At - ledger.Now is { Ticks: > 0 } wait)
                await Task.Delay(wait, cancellationToken);
            switch (next.Kind)
            {
                case Disturbance.Kill:
                    var down = TimeSpan.FromSeconds(2 * _random.NextDouble());
                    Note(next.Kind, down, "kill -9");
                    await server.KillAsync(down, cancellationToken);
                    break;
                case Disturbance.Drop:
                    Drop();
                    break;
                case Disturbance.Storm:
                    Storm();
                    break;
                case Disturbance.SlackLimit:
                    var after = _random.Next(1, 4);
                    Note(next.Kind, FaultLasts, $"every third call answered 429, Retry-After: {after}");
                    slack.Faults.Add(new Fault(FaultKind.RateLimited) { RetryAfter = after, Probability = 1 / 3.0, Duration = FaultLasts });
                    break;
                case Disturbance.ModelFault:
                    lasting.Add(FailModelAsync(cancellationToken));
                    break;
                default:
                    throw new InvalidOperationException($"Nothing is known of {next.Kind}.");
            }
        }

        await Task.WhenAll(lasting);
    }

    /// <summary>Cuts all sockets, or tells them to come again, as Slack does every few hours.</summary>
    private void Drop()
    {
        var refresh = _random.Next(3) == 0;
        Note(Disturbance.Drop, TimeSpan.Zero, refresh ? "Slack asks all sockets to come again" : "all sockets cut");
        _ = refresh ? slack.Sockets.Refresh() : slack.Sockets.Drop();
    }

    /// <summary>Everything of late comes again on each socket, under other names of event and envelope.</summary>
    private void Storm()
    {
        var again = people.Mentions;
        Note(Disturbance.Storm, TimeSpan.Zero, $"{again.Count} mentions delivered again");
        foreach (var mention in again)
        {
            JsonObject inner = Events.Mention(mention.Channel, mention.User, mention.Text, mention.Ts);
            DeliveredAgain += slack.Sockets.SendText(Events.Frame(Guid.NewGuid().ToString(), $"Ev{Guid.NewGuid():N}", slack.TeamId, inner));
        }
    }

    private async Task FailModelAsync(CancellationToken cancellationToken)
    {
        var model = slack.Model;
        switch (_faults++ % 4)
        {
            case 0:
                await FaultAsync("the model answers 500", () => model.Responder = static (_, _) => ValueTask.FromResult(ModelReply.Failure(500)), () => model.Responder = null, cancellationToken);
                break;
            case 1:
                await FaultAsync("the model does not answer", () => model.StallAll = true, () => model.StallAll = false, cancellationToken);
                break;
            case 2:
                await FaultAsync("the model answers 429", () => model.Responder = static (_, _) => ValueTask.FromResult(ModelReply.Failure(429)), () => model.Responder = null, cancellationToken);
                break;
            default:
                await FaultAsync("the model takes 3 s", () => model.Latency = TimeSpan.FromSeconds(3), () => model.Latency = TimeSpan.Zero, cancellationToken);
                break;
        }
    }

    private async Task FaultAsync(string what, Action begin, Action end, CancellationToken cancellationToken)
    {
        Note(Disturbance.ModelFault, FaultLasts, what);
        begin();
        try
        {
            await Task.Delay(FaultLasts, cancellationToken);
        }
        finally
        {
            end();
        }
    }

    private void Note(Disturbance kind, TimeSpan lasts, string what) => _marks.Add(new SoakMark(ledger.Now, lasts, kind, what));
}
