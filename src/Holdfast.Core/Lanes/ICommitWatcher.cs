using Holdfast.Storage;

namespace Holdfast.Lanes;

/// <summary>Is told of what has become true, for logs and metrics: what was about to, and did not, is not told.</summary>
public interface ICommitWatcher
{
    /// <summary>A transition that a pump's handler made was committed. It must neither wait nor throw.</summary>
    /// <param name="transition">The transition.</param>
    void Committed(Transition transition);
}
