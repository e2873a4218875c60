using Holdfast.Interactions;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Interactivity;
using Holdfast.Testing;
using Holdfast.Testing.Storage;
using Holdfast.ViewFlow;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.ViewFlow;

[Trait("Req", "VF-6")]
public sealed class RetentionFormTests
{
    [Theory]
    [InlineData("1 hour", true)]
    [InlineData("12h", true)]
    [InlineData("1 Week", true)]
    [InlineData("30", true)]
    [InlineData("30 days", true)]
    [InlineData("0", false)]
    [InlineData("0 days", false)]
    [InlineData("-1 day", false)]
    [InlineData("31 d", false)]
    [InlineData("99999 weeks", false)]
    [InlineData("999999 hours", false)]
    [InlineData("1.5 days", false)]
    [InlineData("two days", false)]
    [InlineData("", false)]
    public void What_is_within_the_bounds_is_accepted(string words, bool isAccepted) =>
        Assert.Equal(isAccepted, Form(new RunOptions()).Validate(Submitted(words)).IsAccepted);

    [Fact]
    public void What_is_wrong_is_said_at_the_field_with_the_operators_bounds()
    {
        var options = new RunOptions { MaxRetention = TimeSpan.FromDays(2) };
        Assert.Equal("That's too short. Choose between 1 hour and 2 days.", ErrorOf(options, "0 days"));
        Assert.StartsWith("Write a number and a unit", ErrorOf(options, "long"), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_operator_allows_less_than_an_hour_there_is_one_choice()
    {
        var options = new RunOptions { Retention = TimeSpan.FromMinutes(1), MaxRetention = TimeSpan.FromMinutes(10) };
        Assert.Equal("That's too long. Choose 10 min.", ErrorOf(options, "1 hour"));
        Assert.True(Form(options).Validate(Submitted("10 min")).IsAccepted);
    }

    [Theory]
    [InlineData(30 * 24 * 60, "30 days")]
    [InlineData(60, "1 hour")]
    [InlineData(90, null)]
    public void The_field_begins_with_what_counts_now_where_it_can_be_said(int minutes, string? words)
    {
        var input = Assert.IsType<InputBlock>(Form(new RunOptions()).Show(TimeSpan.FromMinutes(minutes)).Blocks[1]);
        Assert.Equal(words, Assert.IsType<PlainTextInputElement>(input.Element).InitialValue);
    }

    private static string ErrorOf(RunOptions options, string words) => Form(options).Validate(Submitted(words)).Answer!.Errors![FlowActions.RetentionBlock];

    private static RetentionForm Form(RunOptions options)
    {
        var clock = new FakeClock();
        return new RetentionForm(new RunRetention(new InMemoryStore(clock), Options.Create(options), clock));
    }

    private static SubmittedView Submitted(string words) => new(new TeamId("T1"), new UserId("U1"), new SlackView
    {
        State = new ViewState
        {
            Values = new Dictionary<string, IReadOnlyDictionary<string, BlockAction>>
            {
                [FlowActions.RetentionBlock] = new Dictionary<string, BlockAction> { [FlowActions.RetentionField] = new() { Value = words } },
            },
        },
    });
}
