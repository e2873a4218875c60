namespace Holdfast.Sqlite.Writing;

/// <summary>Writes one small fact, to see whether writing works.</summary>
internal sealed class ProbeOperation(TimeProvider time) : WriteOperation<bool>
{
    public override void Execute(Statements statements) => statements.SetFact.Execute("probed_at", time.GetUtcNow().ToString("O"));

    protected override bool Publish() => true;
}
