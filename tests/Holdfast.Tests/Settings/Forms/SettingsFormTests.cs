using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Settings;
using Holdfast.Settings.Forms;
using Holdfast.Interactions;
using Holdfast.Slack;
using Holdfast.Streams;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Interactivity;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Settings.Forms;

[Trait("Req", "AS-12")]
public sealed class SettingsFormTests
{
    private static readonly string[] Three = ["usual-model", "fast", "clever"];

    [Theory]
    [InlineData("1 hour", true)]
    [InlineData("12h", true)]
    [InlineData("1 Week", true)]
    [InlineData("30", true)]
    [InlineData("30 days", true)]
    [InlineData("", true)]
    [InlineData("0", false)]
    [InlineData("0 days", false)]
    [InlineData("-1 day", false)]
    [InlineData("31 d", false)]
    [InlineData("99999 weeks", false)]
    [InlineData("999999 hours", false)]
    [InlineData("1.5 days", false)]
    [InlineData("two days", false)]
    [Trait("Req", "VF-6")]
    public void A_time_within_the_bounds_is_accepted(string words, bool isAccepted) =>
        Assert.Equal(isAccepted, Form().Validate(Submitted(kept: words)).IsAccepted);

    [Fact]
    [Trait("Req", "VF-6")]
    public void What_is_wrong_is_said_at_its_field_and_all_of_it_at_once()
    {
        var form = Form(Three, runs: new RunOptions { MaxRetention = TimeSpan.FromDays(2) });

        var errors = form.Validate(Submitted("0 days", "forbidden", new string('x', 2001))).Answer!.Errors!;

        Assert.Equal("That's too short. Choose between 1 hour and 2 days.", errors[SettingsActions.Retention]);
        Assert.Equal("That is no longer offered. Choose another one.", errors[SettingsActions.Model]);
        Assert.Equal("That's 2,001 characters. Write at most 2,000.", errors[SettingsActions.Instructions]);
        Assert.StartsWith("Write a number and a unit", form.Validate(Submitted("long")).Answer!.Errors![SettingsActions.Retention], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "VF-6")]
    public void Where_the_operator_allows_less_than_an_hour_there_is_one_choice()
    {
        var form = Form(runs: new RunOptions { Retention = TimeSpan.FromMinutes(1), MaxRetention = TimeSpan.FromMinutes(10) });
        Assert.Equal("That's too long. Choose 10 min.", form.Validate(Submitted("1 hour")).Answer!.Errors![SettingsActions.Retention]);
        Assert.True(form.Validate(Submitted("10 min")).IsAccepted);
    }

    [Theory]
    [InlineData(30 * 24 * 60, "30 days")]
    [InlineData(60, "1 hour")]
    [InlineData(90, null)]
    [Trait("Req", "VF-6")]
    public void The_field_of_the_time_begins_with_what_counts_now_where_it_can_be_said(int minutes, string? words) =>
        Assert.Equal(words, ((PlainTextInputElement)Field(Form(), SettingsActions.Retention, TimeSpan.FromMinutes(minutes))!.Element).InitialValue);

    [Fact]
    public void What_the_operator_switches_off_is_not_shown_and_where_nothing_is_left_there_is_no_modal()
    {
        Assert.NotNull(Field(Form(Three), SettingsActions.Model));
        Assert.Null(Field(Form(["the-only-one"]), SettingsActions.Model));
        Assert.Null(Field(Form(Three, new SettingsOptions { Model = false }), SettingsActions.Model));
        Assert.Null(Field(Form(Three, new SettingsOptions { Instructions = false }), SettingsActions.Instructions));
        Assert.Null(Field(Form(Three, new SettingsOptions { Streaming = false }), SettingsActions.Streaming));
        Assert.Null(Field(Form(Three, runs: new RunOptions { ChooseRetention = false }), SettingsActions.Retention));
        Assert.Null(Field(Form(), SettingsActions.Instructions));
        Assert.Null(Form(isImmediate: true, runs: new RunOptions { ChooseRetention = false }).Show(ChosenSettings.None, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void How_much_is_thought_and_how_freely_is_written_is_asked_only_where_a_model_heeds_it_and_nothing_else_is_taken()
    {
        var form = Form(Three, withEffort: ["clever"]);
        Assert.Equal("Only some models heed it: clever.", Field(form, SettingsActions.Effort)!.Hint!.Text);
        Assert.Null(Field(form, SettingsActions.Temperature));
        Assert.Null(Field(Form(Three, new SettingsOptions { Effort = false }, withEffort: ["clever"]), SettingsActions.Effort));
        Assert.Null(Field(Form(Three, new SettingsOptions { Dates = false }), SettingsActions.Dates));
        Assert.Null(Field(Form(Three, withEffort: Three), SettingsActions.Effort)!.Hint);

        string ErrorsOf(string field, string value) => string.Join(' ', form.Validate(Chosen(field, value)).Answer?.Errors?.Keys ?? []);
        Assert.Equal("", ErrorsOf(SettingsActions.Effort, Efforts.High) + ErrorsOf(SettingsActions.Effort, " usual") + ErrorsOf(SettingsActions.Dates, "dmy.24"));
        Assert.Equal("settings.effort settings.temperature settings.dates", $"{ErrorsOf(SettingsActions.Effort, "extreme")} {ErrorsOf(SettingsActions.Temperature, "0.2")} {ErrorsOf(SettingsActions.Dates, "dmy")}");
    }

    [Theory]
    [InlineData("de-DE", "31.12.2026, 18:30")]
    [InlineData("en-GB", "31/12/2026, 18:30")]
    [InlineData("en-US", "12/31/2026, 6:30 PM")]
    [InlineData("es-LA", "31/12/2026, 18:30")]
    [InlineData("ja-JP", "2026-12-31, 18:30")]
    [InlineData("tlh", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Where_nothing_is_chosen_the_language_of_Slack_says_how_dates_are_written(string? locale, string? example) =>
        Assert.Equal(example, DateStyles.OfLocale(locale) is { Length: > 0 } style ? DateStyles.Example(style) : null);

    [Fact]
    public void A_model_that_is_no_longer_offered_is_shown_as_the_usual_one()
    {
        var view = Form(Three).Show(new ChosenSettings { Model = "gone" }, TimeSpan.FromHours(1))!;
        var select = Assert.IsType<StaticSelectElement>(view.Blocks.OfType<InputBlock>().First().Element);
        Assert.Equal("The usual one", select.InitialOption!.Text.Text);
        Assert.Equal(4, select.Options!.Count);
    }

    private static InputBlock? Field(SettingsForm form, string block, TimeSpan? kept = null) =>
        form.Show(ChosenSettings.None, kept ?? TimeSpan.FromHours(1))!.Blocks.OfType<InputBlock>().FirstOrDefault(input => input.BlockId == block);

    private static SettingsForm Form(string[]? models = null, SettingsOptions? settings = null, RunOptions? runs = null, bool isImmediate = false, string[]? withEffort = null)
    {
        var clock = new FakeClock();
        var store = new InMemoryStore(clock);
        var book = new SettingsBook(store, models is null ? [] : [new Settable(models, withEffort ?? [])], Options.Create(settings ?? new SettingsOptions()));
        var retention = new RunRetention(store, Options.Create(runs ?? new RunOptions()), clock);
        return new SettingsForm(book, isImmediate ? new EchoAgent() : new Slow(), Options.Create(new StreamOptions()), retention, store, opener: null!, clock);
    }

    private static SubmittedView Submitted(string kept = "1 hour", string? model = null, string? instructions = null) => new(new TeamId("T1"), new UserId("U1"), new SlackView
    {
        State = new ViewState
        {
            Values = new Dictionary<string, IReadOnlyDictionary<string, BlockAction>>
            {
                [SettingsActions.Retention] = Value(SettingsActions.Retention, new() { Value = kept }),
                [SettingsActions.Instructions] = Value(SettingsActions.Instructions, new() { Value = instructions }),
                [SettingsActions.Model] = Value(SettingsActions.Model, model is null ? new() : new() { SelectedOption = new() { Text = TextObject.Plain(model), Value = model } }),
            },
        },
    });

    private static SubmittedView Chosen(string field, string value) => new(new TeamId("T1"), new UserId("U1"), new SlackView
    {
        State = new ViewState
        {
            Values = new Dictionary<string, IReadOnlyDictionary<string, BlockAction>> { [field] = Value(field, new() { SelectedOption = new() { Text = TextObject.Plain(value), Value = value } }) },
        },
    });

    private static Dictionary<string, BlockAction> Value(string field, BlockAction action) => new() { [field] = action };

    private sealed class Settable(IReadOnlyList<string> models, IReadOnlyList<string> withEffort) : ISettableAgent
    {
        public IReadOnlyList<string> Models => models;

        public IReadOnlyList<string> WithEffort => withEffort;
    }

    private sealed class Slow : IAgent
    {
        public string Name => "slow";

        public IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, CancellationToken cancellationToken) => throw new InvalidOperationException("Nobody asks it.");
    }
}
