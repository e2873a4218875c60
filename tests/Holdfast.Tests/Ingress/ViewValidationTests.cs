using System.Text;
using Holdfast.Inbound;
using Holdfast.Ingress;
using Holdfast.Interactions;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Interactivity;
using Holdfast.Testing;

namespace Holdfast.Tests.Ingress;

[Trait("Req", "XP-8")]
public sealed class ViewValidationTests : IDisposable
{
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(ScriptedValidator.Payload);

    private readonly FakeClock _clock = new();
    private readonly RecordedLogs<ViewValidation> _logs = new();
    private readonly ScriptedValidator _validator = new();
    private readonly ViewValidation _validation;

    public ViewValidationTests() => _validation = new ViewValidation([_validator], _clock, _logs);

    public void Dispose() => _validation.Dispose();

    [Fact]
    public async Task What_was_typed_is_shown_to_whoever_knows_the_view()
    {
        SubmittedView? seen = null;
        _validator.Answer = view =>
        {
            seen = view;
            return ViewVerdict.Accepted;
        };
        Assert.Equal((true, ""), await AskAsync());
        Assert.Equal(("T1", "U1", "V1", "0"), (seen!.Team.Value, seen.User.Value, seen.View.Id, seen.Text("days", "number")));
        Assert.Equal("", seen.Text("days", "other"));
    }

    [Fact]
    public async Task A_view_that_nobody_knows_and_a_payload_that_is_none_are_accepted()
    {
        _validator.Answer = _ => ViewVerdict.Refused("days", "no");
        Assert.Equal((true, ""), await AskAsync(view: "other"));
        Assert.Equal((true, ""), await AskAsync(view: null));
        Assert.Equal((true, ""), await AskAsync(payload: "{"u8.ToArray()));
        Assert.False((await AskAsync()).IsAccepted);
    }

    [Fact]
    public async Task Another_view_can_take_the_place_of_one_that_is_accepted()
    {
        _validator.Answer = _ => ViewVerdict.AcceptedWith(ViewSubmissionResponse.Update(View.Modal("Next", [])));
        var (isAccepted, answer) = await AskAsync();
        Assert.True(isAccepted);
        Assert.StartsWith("""{"response_action":"update","view":{"type":"modal",""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_throws_counts_as_having_accepted_and_what_it_said_is_not_logged()
    {
        _validator.Answer = view => throw new InvalidOperationException($"secret {view.Text("days", "number")}");
        Assert.Equal((true, ""), await AskAsync());
        var line = Assert.Single(_logs.Lines).Text;
        Assert.Contains("ScriptedValidator threw System.InvalidOperationException", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_hangs_is_not_waited_for_and_keeps_only_so_many_threads()
    {
        using var hang = new ManualResetEventSlim();
        var asked = 0;
        _validator.Answer = _ =>
        {
            Interlocked.Increment(ref asked);
            hang.Wait();
            return ViewVerdict.Refused("days", "too late");
        };

        for (var i = 0; i < 20; i++)
        {
            var asking = AskAsync();
            await _clock.TimerSetAsync(TimeSpan.FromMilliseconds(500));
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Equal((true, ""), await asking);
        }

        Assert.InRange(asked, 0, 16);
        Assert.Equal(20, _logs.Lines.Count);
        hang.Set();
    }

    [Fact]
    public void A_verdict_is_one_that_Slack_understands()
    {
        Assert.Throws<ArgumentException>(() => ViewVerdict.Refused(new Dictionary<string, string>()));
        Assert.Throws<ArgumentException>(() => ViewVerdict.AcceptedWith(ViewSubmissionResponse.Refuse(new Dictionary<string, string> { ["b"] = "no" })));
    }

    private async Task<(bool IsAccepted, string Answer)> AskAsync(string? view = "form", byte[]? payload = null)
    {
        var route = new Route.ToInteraction(InteractionKinds.Interactive) { EventType = "view_submission", DedupeKey = "k", View = view };
        var (isAccepted, answer) = await _validation.AskAsync(route, payload ?? Payload);
        return (isAccepted, Encoding.UTF8.GetString(answer.Span));
    }
}
