using FsCheck;
using FsCheck.Fluent;
using Holdfast.Agents;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.ViewFlow;

namespace Holdfast.Tests.ViewFlow;

/// <summary>Whatever a run holds: Slack takes the views, and nothing in them is more than text.</summary>
[Trait("Req", "VF-7")]
[Trait("Req", "SE-3")]
public sealed class FlowViewPropertyTests
{
    // An attribute cannot hold one: the compiler writes U+FFFD in its place.
    private const string HalfACharacter = "half a character";

    private static readonly string[] Scraps =
    [
        "<!channel>", "<@U1>", "<#C1>", "<https://evil.example|Approve>", "<!date^1^{date}|x>", "&amp;", "&", "<", ">", "`", "```", "*", "_", "~",
        ":white_check_mark:", "@here", "https://example.com", "\0", "\u001b[2J", "\u202E", "\u2066", "\u200B", "\uFEFF", "\uD83D", "\uDE00", "😀",
        "👩‍👩‍👧", "🏴\U000E0067\U000E007F", "שלום", "مرحبا", "漢字", "e\u0301\u0301\u0301", "\r\n", "\n", "\t", "\u2028", "\"", "\\", "{\"a\":[1,2,{\"b\":null}]}",
        "[[[[", "}", "\uFFFF", " ", "word",
    ];

    private static readonly Gen<string?> Nasty = Gen.Frequency<string?>(
        (1, Gen.Constant<string?>(null)),
        (1, Gen.Constant<string?>("")),
        (8, Gen.Elements(Scraps).ArrayOf().Select(scraps => (string?)string.Concat(scraps))),
        (4, Gen.Choose(0, 0xFFFF).ArrayOf().Select(units => (string?)string.Concat(units.Select(unit => (char)unit)))),
        (3, from scrap in Gen.Elements(Scraps) from length in Gen.Choose(1, 20_000) select (string?)Repeat(scrap, length)));

    private static readonly Gen<string> NastyText = Nasty.Select(text => text ?? "");

    private static readonly Gen<TimeSpan> Spans = Gen.OneOf(
        Gen.Choose(-5_000, 600_000).Select(ms => TimeSpan.FromMilliseconds(ms)),
        Gen.Elements(TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromDays(400)));

    private static readonly Gen<DateTimeOffset> Moments = Gen.OneOf(
        Gen.Choose(-5_000, 600_000).Select(ms => Sample.Start.AddMilliseconds(ms)),
        Gen.Elements(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch));

    private static readonly Gen<long?> Numbers = Gen.Elements<long?>(null, 0, 7, 123_456, long.MaxValue / 2, -1);

    private static readonly Gen<RunStep> Steps =
        from number in Gen.Choose(-1, 400)
        from kind in Gen.OneOf(Gen.Elements("model", "tool", "approval", "retry"), NastyText)
        from name in NastyText
        from startedAt in Moments
        from duration in Spans
        from error in Nasty
        from input in Nasty
        from output in Nasty
        from tokens in Numbers
        select new RunStep
        {
            Run = Sample.Id,
            Number = number,
            Kind = kind,
            Name = name,
            StartedAt = startedAt,
            Duration = duration,
            Error = error,
            Input = input,
            Output = output,
            InputTokens = tokens,
            OutputTokens = tokens,
        };

    private static readonly Gen<RunRecord> AnyRun =
        from user in NastyText
        from question in NastyText
        from status in Gen.Choose(0, 8)
        from startedAt in Moments
        from endedAt in Gen.OneOf(Moments.Select(at => (DateTimeOffset?)at), Gen.Constant<DateTimeOffset?>(null))
        from model in Nasty
        from error in Nasty
        from number in Numbers
        select new RunRecord
        {
            Id = Sample.Id,
            Conversation = "T1/C1",
            User = user,
            Question = new MessageContent(question),
            Status = (RunStatus)status,
            StartedAt = startedAt,
            EndedAt = endedAt,
            ExpiresAt = endedAt,
            Starts = status,
            Model = model,
            Error = error,
            InputTokens = number,
            OutputTokens = number,
            CostMicros = number,
        };

    private static readonly Gen<Approval> AnyApproval =
        from tool in NastyText
        from shown in NastyText
        from decider in Nasty
        from status in Gen.Choose(0, 6)
        from at in Moments
        select new Approval
        {
            Id = Sample.Id,
            Run = Sample.Id,
            CallId = tool,
            Conversation = "T1/C1",
            RequestedBy = shown,
            Tool = tool,
            Shown = shown,
            Status = (ApprovalStatus)status,
            CreatedAt = at,
            ExpiresAt = at,
            DecidedBy = decider,
            DecidedAt = at,
            Card = Sample.Id,
        };

    private static readonly Gen<FlowPage> Pages =
        from run in AnyRun
        from steps in Steps.ArrayOf()
        from total in Gen.Choose(0, 400)
        from approvals in AnyApproval.ArrayOf()
        from deliveries in Moments.ArrayOf()
        from after in Gen.Elements(int.MinValue, -1, 0, 20, 380, int.MaxValue)
        from choices in Spans.ArrayOf()
        from now in Moments
        select new FlowPage(
            run,
            total,
            [.. steps.Select(Sample.Outline)],
            [.. deliveries.Select(at => new DeliveryReceipt(new ItemId(default), Sample.Id, "C1", "1.1", at))],
            approvals,
            after,
            choices.Length == 0 ? null : choices[0],
            choices,
            now);

    [Fact]
    public void Slack_takes_every_list() =>
        Prop.ForAll(Pages.ToArbitrary(), page => SlackRules.Check(FlowView.Render(page, "state"))).Check(Config);

    [Fact]
    public void Slack_takes_every_step() =>
        Prop.ForAll(
            (from run in AnyRun from step in Steps from part in Gen.Choose(-1, 30) select (run, step, part)).ToArbitrary(),
            given => SlackRules.Check(FlowView.RenderStep(given.run, given.step, given.part, "state"))).Check(Config);

    [Theory]
    [InlineData("x")]
    [InlineData("&")]
    [InlineData("😀")]
    [InlineData("漢")]
    [InlineData("\"")]
    [InlineData("\0")]
    [InlineData(HalfACharacter)]
    [InlineData("\u202E")]
    [InlineData("\uE000")]
    public void Slack_takes_a_run_of_400_steps_of_20_kilobytes_of_anything(string scrap)
    {
        var text = Repeat(scrap == HalfACharacter ? "\uD83D" : scrap, 20_000);
        var run = Sample.Completed with { User = text, Question = new MessageContent(text), Model = text, Error = text, Status = RunStatus.Waiting };
        var step = Sample.Step(1, text, text) with { Input = text, Output = text, Error = text, Duration = TimeSpan.FromSeconds(-3) };
        var approval = new Approval
        {
            Id = Sample.Id, Run = Sample.Id, CallId = text, Conversation = text, RequestedBy = text, Tool = text, Shown = text,
            Status = ApprovalStatus.Pending, CreatedAt = Sample.Start, ExpiresAt = Sample.Start, DecidedBy = text, Card = Sample.Id,
        };
        var page = Sample.Page(run, [.. Enumerable.Repeat(step, 400)]) with
        {
            After = 380,
            Approvals = [.. Enumerable.Repeat(approval, 50), .. Enumerable.Repeat(approval with { Status = ApprovalStatus.Denied }, 50)],
            Delivered = [.. Enumerable.Repeat(new DeliveryReceipt(Sample.Id, Sample.Id, text, text, Sample.Start), 50)],
            Retention = TimeSpan.FromHours(1),
            RetentionChoices = [.. Enumerable.Range(1, 500).Select(hours => TimeSpan.FromHours(hours))],
        };

        // The writer puts U+FFFD for half a character, so that one would show a cut within a character.
        var state = new string('s', 3_000);
        foreach (var view in Enumerable.Range(0, 30).Select(part => FlowView.RenderStep(run, step, part, state)).Prepend(FlowView.Render(page, state)))
        {
            SlackRules.Check(view);
            if (scrap != HalfACharacter)
                Assert.All(Sample.Strings(Sample.Json(view)), shown => Assert.DoesNotContain('\uFFFD', shown));
        }
    }

    private static Config Config => Config.QuickThrowOnFailure.WithMaxTest(200);

    private static string Repeat(string scrap, int length) => string.Concat(Enumerable.Repeat(scrap, (length / scrap.Length) + 1));
}
