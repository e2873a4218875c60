using Holdfast.Agents;
using Holdfast.Interactions;
using Holdfast.Runs;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Streams;
using Holdfast.Text;
using Holdfast.ViewFlow;
using Microsoft.Extensions.Options;

namespace Holdfast.Settings.Forms;

/// <summary>The modal with a person's own settings, and the button that opens it.</summary>
public sealed class SettingsForm(
    SettingsBook book, IAgent agent, IOptions<StreamOptions> streams, RunRetention retention, IRecordReader records, FlowOpener opener, TimeProvider time) : IActionHandler, IViewValidator
{
    private const string Nothing = "There's nothing that you could set here: the operators have switched it off.";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [SettingsActions.Open, SettingsActions.OwnView];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Views => [SettingsActions.OwnView];

    private bool TakesStreaming => book.TakesStreaming && !agent.IsImmediate && streams.Value.Mode != StreamMode.Off;

    /// <summary>Opens it.</summary>
    /// <param name="asked">The command or the click that asks for it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Why it could not be opened, for the one who asked; null when it was.</returns>
    public async ValueTask<string?> OpenAsync(Interaction asked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var (team, user) = (asked.Team.Value, asked.User.Value);
        var view = Show(await records.GetSettingsAsync(team, user, cancellationToken), await retention.GetAsync(team, user, cancellationToken));
        return view is null ? Nothing : await opener.ShowAsync(asked, view, cancellationToken);
    }

    /// <summary>The modal; null when nothing can be set.</summary>
    /// <param name="current">What is set now.</param>
    /// <param name="kept">How long runs are kept now.</param>
    public View? Show(ChosenSettings current, TimeSpan kept)
    {
        ArgumentNullException.ThrowIfNull(current);
        IReadOnlyList<Block> fields =
        [
            .. SettingsFields.Model(book, current.Model),
            .. SettingsFields.Manner(book, current),
            .. SettingsFields.Instructions(book, current.Instructions, "How I should answer you", "Answer in French. I know Python well; explain anything else."),
            .. SettingsFields.Dates(book, current.Dates),
            .. TakesStreaming ? [SettingsFields.Streaming(current.Streams)] : (Block[])[],
            .. retention.IsChosen ? [Keeping(kept)] : (Block[])[],
        ];
        if (fields.Count == 0)
            return null;
        return View.Modal("Your settings", [Parts.Section("settings.why", "They count for what you ask me from now on, wherever you ask it."), .. fields]) with
        {
            CallbackId = SettingsActions.OwnView,
            Submit = Parts.Literal("Save"),
            Close = Parts.Literal("Cancel"),
        };
    }

    /// <inheritdoc/>
    public ViewVerdict Validate(SubmittedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var problems = SettingsFields.ProblemsOf(view.View, book);

        // Empty where what counts cannot be written: then it stays as it is.
        if (retention.IsChosen && view.Text(SettingsActions.Retention, SettingsActions.Retention) is { Length: > 0 } kept && RetentionWords.Problem(kept, retention) is { } problem)
            problems[SettingsActions.Retention] = problem;
        return problems.Count == 0 ? ViewVerdict.Accepted : ViewVerdict.Refused(problems);
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        if (interaction.ActionId == SettingsActions.Open)
            return await OpenAsync(interaction, cancellationToken) is null ? interaction.Done() : interaction.Refused("the modal could not be opened");

        // A validator that failed has accepted.
        if (interaction.View is not { } view || !Validate(new SubmittedView(interaction.Team, interaction.User, view)).IsAccepted)
            return interaction.Refused("no such settings");
        var kept = retention.IsChosen ? RetentionWords.Read(SubmittedView.TextOf(view, SettingsActions.Retention, SettingsActions.Retention)) : null;
        return interaction.Done() with { Append = [SettingsOrder.From(interaction, interaction.User.Value, kept).ToItem(time, interaction)] };
    }

    private InputBlock Keeping(TimeSpan kept)
    {
        var bounds = RetentionWords.Bounds(retention);
        return new InputBlock
        {
            BlockId = SettingsActions.Retention,
            Optional = true,
            Label = Parts.Literal("Keep my runs for"),
            Hint = Parts.Literal($"View flow shows the steps behind my answers for so long. {char.ToUpperInvariant(bounds[0])}{bounds[1..]}."),
            Element = new PlainTextInputElement
            {
                ActionId = SettingsActions.Retention,
                InitialValue = RetentionWords.Of(kept),
                Placeholder = Parts.Literal("12 hours or 30 days"),
                MaxLength = RetentionWords.MaxLength,
            },
        };
    }
}
