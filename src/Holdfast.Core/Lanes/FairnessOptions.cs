using System.ComponentModel.DataAnnotations;

namespace Holdfast.Lanes;

/// <summary>
/// How much of what can be done at once one person, or one workspace, may have: of runs, of jobs, and of clicks and commands. Section
/// <c>Fairness</c>.
/// </summary>
public sealed class FairnessOptions
{
    /// <summary>
    /// The part of three quarters of the places that one person gets who is alone; with others there it is less. The last quarter is for people
    /// who hold none. 1 for all places, and no such quarter. Default: 0.5.
    /// </summary>
    [Range(0.01, 1)]
    public double UserShare { get; set; } = 0.5;

    /// <summary>The part of the places that the people of one workspace get together while no other is there. 1 for all. Default: 0.9.</summary>
    [Range(0.01, 1)]
    public double TeamShare { get; set; } = 0.9;
}
