using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Interactions;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;

namespace Holdfast.ViewFlow;

/// <summary>The modal in which people say in their own words how long their runs are kept: <c>12 hours</c>, <c>30 days</c>.</summary>
/// <param name="retention">What they may choose.</param>
public sealed partial class RetentionForm(RunRetention retention) : IActionHandler, IViewValidator
{
    private const int MaxLength = 40;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [FlowActions.RetentionView];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Views => [FlowActions.RetentionView];

    private string Bounds => retention.Shortest < retention.Longest
        ? $"between {Quantities.Choice(retention.Shortest)} and {Quantities.Choice(retention.Longest)}"
        : Quantities.Choice(retention.Longest);

    /// <summary>The modal.</summary>
    /// <param name="current">How long they are kept now.</param>
    public View Show(TimeSpan current) => View.Modal("Keep my runs",
    [
        Parts.Section("flow.keep.why", "*View flow* shows the steps behind my answers until they're removed. How long should I keep them?"),
        new InputBlock
        {
            BlockId = FlowActions.RetentionBlock,
            Label = Parts.Literal("Keep my runs for"),
            Hint = Parts.Literal($"{char.ToUpperInvariant(Bounds[0])}{Bounds[1..]}. Applies to runs that end from now on."),
            Element = new PlainTextInputElement
            {
                ActionId = FlowActions.RetentionField,

                // Only what is accepted as it is: "1 min 30 s", which an operator may have set, is not.
                InitialValue = Quantities.Choice(current) is var words && Read(words) == current ? words : null,
                Placeholder = Parts.Literal("12 hours or 30 days"),
                MaxLength = MaxLength,
                FocusOnLoad = true,
            },
        },
    ]) with
    {
        CallbackId = FlowActions.RetentionView,
        Submit = Parts.Literal("Save"),
        Close = Parts.Literal("Cancel"),
    };

    /// <inheritdoc/>
    public ViewVerdict Validate(SubmittedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (Read(view.Text(FlowActions.RetentionBlock, FlowActions.RetentionField)) is not { } chosen)
            return ViewVerdict.Refused(FlowActions.RetentionBlock, "Write a number and a unit, such as 12 hours, 30 days or 2 weeks.");
        return retention.IsWithin(chosen)
            ? ViewVerdict.Accepted
            : ViewVerdict.Refused(FlowActions.RetentionBlock, $"That's too {(chosen < retention.Shortest ? "short" : "long")}. Choose {Bounds}.");
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        var (team, user) = (interaction.Team.Value, interaction.User.Value);
        if (Read(SubmittedView.TextOf(interaction.View, FlowActions.RetentionBlock, FlowActions.RetentionField)) is not { } chosen
            || retention.ChooseWithin(team, user, chosen) is not { } choice)
            return interaction.Refused("no such choice");
        await interaction.Work.KeepAsync(choice, cancellationToken);
        retention.Chosen(team, user, chosen);
        return interaction.Done();
    }

    /// <summary>What people write; a number alone is days. Null when it cannot be read.</summary>
    private static TimeSpan? Read(string text)
    {
        var said = Words().Match(text);
        if (!said.Success)
            return null;
        var number = int.Parse(said.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return said.Groups["unit"].Value switch
        {
            "" => TimeSpan.FromDays(number),
            var unit when unit[0] is 'm' or 'M' => TimeSpan.FromMinutes(number),
            var unit when unit[0] is 'h' or 'H' => TimeSpan.FromHours(number),
            var unit when unit[0] is 'w' or 'W' => TimeSpan.FromDays(7 * number),
            _ => TimeSpan.FromDays(number),
        };
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,5})\s*(?<unit>min|minutes?|h|hours?|d|days?|w|weeks?|)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
