using Holdfast.Storage;

namespace Holdfast.Interactions;

/// <summary>What happens when people use certain buttons and menus.</summary>
public interface IActionHandler
{
    /// <summary>The action ids that it takes, and the callback ids of its views.</summary>
    IReadOnlyCollection<string> Actions { get; }

    /// <summary>
    /// Does what was asked. It may be called again for the same interaction, after a failure or a crash: what was done before is
    /// found done.
    /// </summary>
    /// <param name="interaction">What was done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What becomes true together with the end of the item.</returns>
    ValueTask<Transition> HandleAsync(Interaction interaction, CancellationToken cancellationToken);
}
