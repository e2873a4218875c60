namespace Holdfast.Simulator.Model;

/// <summary>Writes one answer of the model.</summary>
internal interface IAnswerWriter
{
    /// <summary>As one object.</summary>
    Task WriteAsync(HttpResponse response, CancellationToken gone);

    /// <summary>Piece by piece.</summary>
    Task StreamAsync(HttpResponse response, CancellationToken gone);
}
