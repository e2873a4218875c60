using Holdfast.Agents;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;
using Holdfast.ViewFlow;

namespace Holdfast.Tests.ViewFlow;

public sealed class FlowViewTests
{
    private static readonly ItemId Other = new(new Guid("0195a3b2-0000-7000-8000-000000000002"));

    private static readonly Approval Pending = new()
    {
        Id = Other,
        Run = Sample.Id,
        CallId = "call_1",
        Conversation = "T1/C1/1.1",
        RequestedBy = "U42",
        Tool = "deploy",
        Shown = "deploy <!channel> to production",
        Status = ApprovalStatus.Pending,
        CreatedAt = Sample.Start.AddSeconds(5),
        ExpiresAt = Sample.Start.AddHours(4),
        Card = Other,
    };

    [Fact]
    [Trait("Req", "VF-1")]
    public void A_completed_run_tells_status_person_question_model_tokens_and_cost()
    {
        var view = FlowView.Render(Sample.Page(Sample.Completed, Sample.Step(1)), "state");
        SlackRules.Check(view);
        Assert.Equal("View flow", view.Title!.Text);
        Assert.Equal("state", view.PrivateMetadata);
        var text = Sample.Read(view);
        foreach (var expected in (string[])
        [
            "✅ Completed in 12.4 s", "<@U42>", "How is the weather?", "`gpt-4o`", "1,204 in · 312 out", "$0.0123",
            "<!date^1772600767^{date_short_pretty} at {time_secs}|2026-03-04 05:06:07 UTC>", "Kept until <!date^1772604367^",
        ])
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(FlowActions.Refresh, Sample.Actions(view));
        Assert.DoesNotContain(FlowActions.Retention, Sample.Actions(view));
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public void What_is_not_known_is_not_told()
    {
        var text = Sample.Read(FlowView.Render(Sample.Page(Sample.Completed with { Model = null, InputTokens = null, OutputTokens = null, CostMicros = null }), "s"));
        Assert.DoesNotContain("Model", text, StringComparison.Ordinal);
        Assert.DoesNotContain("oken", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$", text, StringComparison.Ordinal);
        Assert.Contains("*Steps*\nNone.", text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "VF-1")]
    [InlineData(RunStatus.Running, "🏃 Running for 20.0 s")]
    [InlineData(RunStatus.Waiting, "✋ Waiting for approval")]
    [InlineData(RunStatus.Failed, "❌ Failed after 12.4 s")]
    [InlineData(RunStatus.TimedOut, "⏱️ Timed out after 12.4 s")]
    [InlineData(RunStatus.Stopped, "🛑 Stopped after 12.4 s")]
    [InlineData((RunStatus)99, "Status 99")]
    public void Every_status_is_said_in_words(RunStatus status, string words)
    {
        var goesOn = status is RunStatus.Running or RunStatus.Waiting;
        var run = Sample.Completed with { Status = status, EndedAt = goesOn ? null : Sample.Completed.EndedAt, ExpiresAt = null, Error = "no <route>" };
        var view = FlowView.Render(Sample.Page(run), "s");
        SlackRules.Check(view);
        Assert.Equal(words, Assert.IsType<HeaderBlock>(view.Blocks[0]).Text.Text);

        // That it took too long stands in the heading.
        Assert.Equal(status != RunStatus.TimedOut, Sample.Read(view).Contains("no <route>", StringComparison.Ordinal));
        Assert.Equal(goesOn, Sample.Actions(view).Contains(FlowActions.Refresh));
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public void A_step_tells_kind_name_time_outcome_and_what_went_in_and_out()
    {
        var text = Sample.Read(FlowView.Render(
            Sample.Page(Sample.Completed, Sample.Step(1), Sample.Step(2, StepKinds.Model, "gpt-4o") with { Error = "no answer", InputTokens = 5 }), "s"));
        Assert.Contains("1.  🔧 *Tool*  `web_search`  ·  took 1.4 s", text, StringComparison.Ordinal);
        Assert.Contains("──────━━━───────────────  +3.2 s\nInput: {\"city\":\"Berlin\"}\nOutput: sunny", text, StringComparison.Ordinal);
        Assert.Contains("2.  🧠 *Model*  `gpt-4o`  ·  ❌ *failed* after 1.4 s", text, StringComparison.Ordinal);
        Assert.Contains("+3.2 s  ·  tokens: 5 in\nError: no answer\nQuestion: {", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public void Who_stopped_it_and_what_came_with_the_question_is_told_and_no_duration_twice()
    {
        var question = new MessageContent("read it") { Attachments = [new Attachment("F1", "`plan`.pdf") { Size = 2_048 }, new Attachment("F2", "F2")] };
        var run = Sample.Completed with { Status = RunStatus.Stopped, Question = question };
        var view = FlowView.Render(Sample.Page(run, Sample.Step(1) with { Error = "stopped" }) with { StoppedBy = "U7" }, "s");
        SlackRules.Check(view);
        var text = Sample.Read(view);
        Assert.Contains("<@U7> stopped it.", text, StringComparison.Ordinal);
        Assert.Contains("📎 `'plan'.pdf` (2,048 bytes), `F2`", text, StringComparison.Ordinal);
        Assert.Contains("`web_search`  ·  🛑 *stopped*", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1.4 s", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-7")]
    public void A_long_run_is_paged_both_ways_and_only_where_there_is_something()
    {
        FlowPage Page(int after) => Sample.Page(Sample.Completed, [.. Enumerable.Range(after + 1, 20).Select(n => Sample.Step(n))]) with { TotalSteps = 400, After = after };

        var middle = FlowView.Render(Page(40), "s");
        SlackRules.Check(middle);
        Assert.Contains("*Steps 41–60 of 400*", Sample.Read(middle), StringComparison.Ordinal);
        Assert.Equal("20", Sample.Value(middle, FlowActions.Older));
        Assert.Equal("60", Sample.Value(middle, FlowActions.Newer));
        Assert.Equal("41", Sample.Value(middle, FlowActions.Step));

        Assert.DoesNotContain(FlowActions.Older, Sample.Actions(FlowView.Render(Page(0), "s")));
        Assert.DoesNotContain(FlowActions.Newer, Sample.Actions(FlowView.Render(Page(380), "s")));
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public void A_waiting_run_shows_what_it_waits_for()
    {
        var run = Sample.Completed with { Status = RunStatus.Waiting, EndedAt = null, ExpiresAt = null };
        var view = FlowView.Render(Sample.Page(run) with { Approvals = [Pending] }, "s");
        SlackRules.Check(view);
        Assert.Contains("`deploy` has been waiting for a decision since", Sample.Read(view), StringComparison.Ordinal);
        Assert.Contains("\ndeploy <!channel> to production\n", Sample.Read(view), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public void Decisions_and_deliveries_stand_behind_the_last_step()
    {
        var page = Sample.Page(Sample.Completed, Sample.Step(1)) with
        {
            Approvals = [Pending with { Status = ApprovalStatus.Approved, DecidedBy = "U7", DecidedAt = Sample.Start }],
            Delivered = [new DeliveryReceipt(Other, Sample.Id, "C1", "1.2", Sample.Start.AddSeconds(13))],
        };
        var text = Sample.Read(FlowView.Render(page, "s"));
        Assert.Contains("👍 `deploy` approved by <@U7>", text, StringComparison.Ordinal);
        Assert.Contains("📨 Posted <!date^1772600780^", text, StringComparison.Ordinal);
        Assert.DoesNotContain("on the way", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public void An_answer_that_is_not_delivered_yet_is_said_to_be_on_its_way()
    {
        var note = new DeliveryReceipt(Other, Sample.Id, "C1", "1.2", Sample.Start.AddSeconds(1));
        foreach (var delivered in (DeliveryReceipt[][])[[], [note]])
            Assert.Contains("still on the way", Sample.Read(FlowView.Render(Sample.Page(Sample.Completed with { Notice = Other }) with { Delivered = delivered }, "s")), StringComparison.Ordinal);
        Assert.Contains("2 messages still on the way", Sample.Read(FlowView.Render(Sample.Page(Sample.Completed) with { PendingDeliveries = 2 }, "s")), StringComparison.Ordinal);
        Assert.DoesNotContain("on the way", Sample.Read(FlowView.Render(Sample.Page(Sample.Completed with { EndedAt = null }), "s")), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "VF-6")]
    [InlineData(24, new[] { "3600", "86400", "604800" })]
    [InlineData(2, new[] { "3600", "7200", "86400", "604800" })]
    public void The_retention_in_force_is_the_one_chosen_even_when_it_is_no_choice_any_more(int hours, string[] values)
    {
        var page = Sample.Page(Sample.Completed) with
        {
            Retention = TimeSpan.FromHours(hours),
            RetentionChoices = [TimeSpan.FromHours(1), TimeSpan.FromDays(7), TimeSpan.FromHours(24)],
        };
        var view = FlowView.Render(page, "s");
        SlackRules.Check(view);
        var select = view.Blocks.OfType<SectionBlock>().Select(section => section.Accessory).OfType<StaticSelectElement>().Single();
        Assert.Equal(values, select.Options!.Select(option => option.Value));
        Assert.Equal($"{hours} hours", select.InitialOption!.Text.Text);
    }

    [Fact]
    [Trait("Req", "VF-7")]
    public void A_long_step_is_shown_whole_in_parts()
    {
        var output = string.Concat(Enumerable.Range(1, 20_000).Select(n => $"line {n} 😀\n"));
        var step = Sample.Step(3) with { Output = output, Error = "half\u0000way" };
        var shown = new List<string>();
        for (int? part = 0; part is { } current;)
        {
            var view = FlowView.RenderStep(Sample.Completed, step, current, "s");
            SlackRules.Check(view);
            Assert.Equal("Step 3", view.Title!.Text);
            Assert.Equal(current == 0 ? null : $"{current - 1}", Sample.Value(view, FlowActions.StepEarlier));
            shown.AddRange(view.Blocks.OfType<RichTextBlock>().Select(block => ((RichTextText)((RichTextPreformatted)block.Elements[0]).Elements[0]).Text));
            part = Sample.Value(view, FlowActions.StepLater) is { } next ? int.Parse(next) : null;
            Assert.Contains($"Part {current + 1} of 12", Sample.Read(view), StringComparison.Ordinal);
        }

        Assert.Equal("half␀way{\n  \"city\": \"Berlin\"\n}" + output, string.Concat(shown));
    }

    [Fact]
    [Trait("Req", "VF-7")]
    public void A_part_that_does_not_exist_is_the_nearest_that_does()
    {
        var step = Sample.Step(1) with { Input = new string('x', 50_000), Output = null };
        foreach (var part in (int[])[int.MinValue, -1, 3, int.MaxValue])
            Assert.Contains(part < 0 ? "Part 1 of 3" : "Part 3 of 3", Sample.Read(FlowView.RenderStep(Sample.Completed, step, part, "s")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-2")]
    public void The_views_without_a_run_are_small_and_sound()
    {
        foreach (var view in (View[])[FlowView.Loading("s"), FlowView.Message(FlowWording.Expired), FlowView.Message(new string('<', 9_000)), FlowView.RenderStep(Sample.Completed, Sample.Step(1) with { Input = null, Output = null }, 0, "s")])
            SlackRules.Check(view);
        Assert.True(Sample.Bytes(FlowView.Loading("s")).Length < 1_000);
    }

    [Fact]
    [Trait("Req", "VF-1")]
    public void The_button_carries_the_run()
    {
        var row = Assert.IsType<ActionsBlock>(Assert.Single(RunButtons.UnderAnswer(Sample.Id)));
        var button = Assert.IsType<ButtonElement>(Assert.Single(row.Elements));
        Assert.Equal((FlowActions.Open, "0195a3b2000070008000000000000001", "View flow", null), (button.ActionId, button.Value, button.Text.Text, button.Style));
    }
}
