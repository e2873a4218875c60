using Holdfast.Commands;
using Holdfast.Interactions;

namespace Holdfast.Settings.Forms;

/// <summary><c>/holdfast settings</c>: opens a person's own settings.</summary>
/// <param name="form">The modal.</param>
public sealed class SettingsCommand(SettingsForm form) : ISubcommand
{
    /// <inheritdoc/>
    public string Name => "settings";

    /// <inheritdoc/>
    public string Help => "opens your settings: the model, how I should answer you, how long your runs are kept";

    /// <inheritdoc/>
    public bool IsForOperators => false;

    /// <inheritdoc/>
    public async ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken) =>
        new(await form.OpenAsync(command, cancellationToken));
}
