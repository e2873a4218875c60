namespace Holdfast.LoadRun;

/// <summary>What is offered.</summary>
internal sealed record MeasuredPlan(int Events, int Rate, int Threads, int WarmUp, int Workers = 1);
