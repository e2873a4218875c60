using Holdfast.Interactions;

namespace Holdfast.Commands;

/// <summary>One of the words after <c>/holdfast</c>.</summary>
public interface ISubcommand
{
    /// <summary>The word.</summary>
    string Name { get; }

    /// <summary>What it does, for the help.</summary>
    string Help { get; }

    /// <summary>Whether only operators may use it.</summary>
    bool IsForOperators { get; }

    /// <summary>
    /// Does it, and says what there is to say. Called again after a failure or a crash: what was done before is found done.
    /// What it shows is of the workspace that it was typed in, and of no other.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">What follows the word.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    ValueTask<CommandReply> RunAsync(Interaction command, string arguments, CancellationToken cancellationToken);
}
