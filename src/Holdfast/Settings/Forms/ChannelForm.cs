using Holdfast.Interactions;
using Holdfast.Operators;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.ViewFlow;
using Holdfast.Workspaces;

namespace Holdfast.Settings.Forms;

/// <summary>The modal with what counts for everybody in a channel.</summary>
public sealed class ChannelForm(
    SettingsBook book, OperatorList operators, IWorkspaces workspaces, IRecordReader records, FlowOpener opener, TimeProvider time) : IActionHandler, IViewValidator
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Actions => [SettingsActions.ChannelView];

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Views => [SettingsActions.ChannelView];

    /// <summary>Opens it.</summary>
    /// <param name="command">The command that asks for it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Why it could not be opened, for the one who asked; null when it was.</returns>
    public async ValueTask<string?> OpenAsync(Interaction command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Channel is not { } channel || channel.Value.StartsWith('D'))
            return "Please use this in the channel that you want to set something for. For yourself, use `/holdfast settings`.";
        if (!MaySet(command))
            return ReasonAgainst(command);
        var current = await records.GetSettingsAsync(command.Team.Value, channel.Value, cancellationToken);
        return Show(current) is { } view
            ? await opener.ShowAsync(command, view with { PrivateMetadata = (await SignatureAsync(command.Team, cancellationToken)).Write(channel, command.Team, command.User) }, cancellationToken)
            : "There's nothing that you could set here: the operators have switched it off.";
    }

    /// <inheritdoc/>
    public ViewVerdict Validate(SubmittedView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var problems = SettingsFields.ProblemsOf(view.View, book);
        return problems.Count == 0 ? ViewVerdict.Accepted : ViewVerdict.Refused(problems);
    }

    /// <inheritdoc/>
    public async ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        if (interaction.View is not { } view || !Validate(new SubmittedView(interaction.Team, interaction.User, view)).IsAccepted)
            return interaction.Refused("no such settings");
        if (!MaySet(interaction))
            return interaction.Refused("not allowed");
        if ((await SignatureAsync(interaction.Team, cancellationToken)).Read(view.PrivateMetadata, interaction.Team, interaction.User) is not { } channel)
            return interaction.Refused("foreign view");
        return interaction.Done() with { Append = [SettingsOrder.From(interaction, channel.Value, kept: null).ToItem(time, interaction)] };
    }

    private View? Show(ChosenSettings current)
    {
        IReadOnlyList<Block> fields =
        [
            .. SettingsFields.Model(book, current.Model),
            .. SettingsFields.Manner(book, current),
            .. SettingsFields.Instructions(book, current.Instructions, "How I should answer here", "Answer in English, and name the ticket that it is about."),
        ];
        if (fields.Count == 0)
            return null;
        return View.Modal("This channel", [Parts.Section("settings.why", "This counts for everybody in this channel. What somebody has chosen for themselves goes before it."), .. fields]) with
        {
            CallbackId = SettingsActions.ChannelView,
            Submit = Parts.Literal("Save"),
            Close = Parts.Literal("Cancel"),
        };
    }

    private bool MaySet(Interaction by) => book.ChannelSetters switch
    {
        ChannelSetters.Everyone => true,
        ChannelSetters.Operators => operators.IsOperator(by.Team, by.User),
        _ => false,
    };

    private string ReasonAgainst(Interaction by) => book.ChannelSetters == ChannelSetters.Operators
        ? $"Only operators can set something for a channel.{(People.AnyOf(operators.UsersOf(by.Team)) is { } others ? $" Ask {others}." : "")}"
        : "Nothing can be set for channels here.";

    private async ValueTask<ChannelSignature> SignatureAsync(TeamId team, CancellationToken cancellationToken)
    {
        var slack = await workspaces.SlackOfAsync(team, cancellationToken);
        return await slack.DeriveAsync(ChannelSignature.FromSecret, cancellationToken);
    }
}
